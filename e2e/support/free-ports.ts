import { createServer, type Server } from 'node:net';

/**
 * Where ports are looked for: below those that the system gives to connections that go out, each worker of Playwright
 * at a place of its own. A gateway takes its port only later, and again after each restart.
 */
const first = 12_000;
const perWorker = 4000;
/** Not where another run on this computer began. */
let tried = process.pid * 10;

/** Ports that nobody listens on now, all different, and not given out before in this process. */
export async function freePorts(count: number): Promise<number[]> {
  const ports: number[] = [];
  while (ports.length < count) {
    const port = next();
    if (await isFree(port)) ports.push(port);
  }
  return ports;
}

function next(): number {
  const worker = Number(process.env['TEST_PARALLEL_INDEX'] ?? 0);
  const port = first + (worker % 4) * perWorker + (tried % perWorker);
  tried += 1;
  return port;
}

/** Whoever listens on one address of this computer occupies it. */
async function isFree(port: number): Promise<boolean> {
  const server = await listen(port);
  if (server === null) return false;
  await new Promise((closed) => server.close(closed));
  return true;
}

function listen(port: number): Promise<Server | null> {
  const { promise, resolve } = Promise.withResolvers<Server | null>();
  const server = createServer().once('error', () => resolve(null));
  server.listen(port, () => resolve(server));
  return promise;
}
