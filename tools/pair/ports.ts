import { createServer } from 'node:net';
import { Refusal } from '../refusal.ts';

/** As the gateway ends when it finds its port taken. */
const portInUse = 5;

/**
 * Refuses to start where somebody else listens: that one's answers would be taken for the answers of the pair. Throws a
 * `Refusal`.
 */
export async function checkPortsAreFree(ports: number[]): Promise<void> {
  for (const port of ports) {
    const code = await whyNotFree(port);
    if (code === 'EADDRINUSE') throw new Refusal(`Port ${port} is in use by another program.`, portInUse);
    if (code !== null) throw new Refusal(`Port ${port} cannot be used: ${code}.`, portInUse);
  }
}

function whyNotFree(port: number): Promise<string | null> {
  const { promise, resolve } = Promise.withResolvers<string | null>();
  const server = createServer();
  server.once('error', (error: NodeJS.ErrnoException) => resolve(error.code ?? error.message));
  server.listen(port, () => server.close(() => resolve(null)));
  return promise;
}
