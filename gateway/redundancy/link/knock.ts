import { connect } from 'node:net';

/** What a connection attempt tells of the process behind an address. */
export type Knock = 'open' | 'refused' | 'unknown';

/** Opens a TCP connection and closes it again. `unknown`: neither accepted nor refused in time. */
export function knock(host: string, port: number, timeoutMs: number): Promise<Knock> {
  return new Promise((resolve) => {
    const socket = connect({ host, port });
    const end = (result: Knock) => {
      socket.destroy();
      resolve(result);
    };
    socket.setTimeout(timeoutMs, () => end('unknown'));
    socket.once('connect', () => end('open'));
    socket.once('error', (error) => end(isRefusal(error) ? 'refused' : 'unknown'));
  });
}

/** Every address behind the name refused the connection: nothing listens there. */
export function isRefusal(error: unknown): boolean {
  if (error instanceof AggregateError) return error.errors.length > 0 && error.errors.every(isRefusal);
  return error instanceof Error && 'code' in error && error.code === 'ECONNREFUSED';
}
