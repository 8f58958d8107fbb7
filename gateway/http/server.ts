import { once } from 'node:events';
import http from 'node:http';
import https from 'node:https';
import type { AddressInfo, Socket } from 'node:net';
import type { Duplex } from 'node:stream';
import { linkPath } from '#contract/link-frames';
import { problemOf } from './problems.ts';
import { exitCodes, StartError } from '../exit-codes.ts';
import { GatewayError } from '../errors.ts';
import type { GatewayApp } from './zod-provider.ts';
import type { Logger } from '../logging/logger.ts';

export interface ServerOptions {
  httpPort: number;
  httpsPort: number;
  /** Where to listen; `null`: on every address. */
  host: string | null;
  /** PEM. */
  certificate: { key: string; cert: string };
  logger: Logger;
}

/** Another program listens on the port. */
export class PortInUseError extends StartError {
  readonly code = 'EADDRINUSE';
  readonly port: number;

  constructor(port: number) {
    super(exitCodes.portInUse, `Port ${port} is in use by another program`);
    this.port = port;
  }
}

/** How long an answer that is under way may take when the server closes, ms. */
const drainMs = 500;
const standardLimits: ServerLimits = {
  // A large import may come over a slow line.
  requestTimeout: 300_000,
  headersTimeout: 10_000,
  handshakeTimeout: 10_000,
  // A hidden tab asks once a minute, and load balancers keep a connection for a minute: neither may be about to ask
  // over one that is being closed.
  keepAliveTimeout: 75_000,
  maxHeaderSize: 16_384,
  silentMs: 120_000,
};

interface ServerLimits extends http.ServerOptions, Pick<https.ServerOptions, 'handshakeTimeout'> {
  /**
   * A connection over which nothing moved for so long is closed, unless it waits for this gateway: an answer that
   * nobody reads stays in memory.
   */
  silentMs?: number;
}

/** Node's word for a request that takes too long, and for a connection over which none has come. */
const timedOut = 'ERR_HTTP_REQUEST_TIMEOUT';

/** Others offer an upgrade with ordinary requests, to HTTP/2 for example, and are answered as if they had not. */
function isForLink({ url = '' }: http.IncomingMessage): boolean {
  return url.split('?', 1)[0] === linkPath;
}

/** One application on two ports. Upgrades to the link are left to whoever listens for them on the two servers. */
export class HttpServer {
  readonly plain: http.Server;
  readonly secure: https.Server;
  readonly #app: GatewayApp;
  readonly #options: ServerOptions;
  readonly #sockets = new Set<Socket>();
  /** Connections over which a request has begun. */
  readonly #asking = new WeakSet<Duplex>();

  constructor(app: GatewayApp, options: ServerOptions, limits = standardLimits) {
    this.#app = app;
    this.#options = options;
    const answer: http.RequestListener = (request, response) => {
      this.#asking.add(request.socket);
      response.on('timeout', (socket: Socket) => closeUnlessAwaited(socket, request, response));
      app.routing(request, response);
    };
    const servers = () => [this.plain, this.secure];
    const shouldUpgradeCallback = (request: http.IncomingMessage) =>
      isForLink(request) && servers().some((server) => server.listenerCount('upgrade') > 0);
    this.plain = http.createServer({ ...limits, shouldUpgradeCallback }, answer);
    this.secure = https.createServer({ ...limits, shouldUpgradeCallback, ...options.certificate }, answer);
    for (const server of servers()) {
      if (limits.silentMs !== undefined) server.setTimeout(limits.silentMs);
      server.on('connection', (socket: Socket) => this.#track(socket));
      server.on('clientError', (error: NodeJS.ErrnoException, socket: Duplex) => this.#refuseNonsense(error, socket));
    }
  }

  /** Throws `PortInUseError`, or a `StartError` for a port that cannot be taken for another reason. */
  async listen(): Promise<void> {
    try {
      await listenOn(this.plain, this.#options.httpPort, this.#options.host);
      await listenOn(this.secure, this.#options.httpsPort, this.#options.host);
    } catch (error) {
      await this.close();
      throw error;
    }
  }

  /** The ports in use: what was asked for, or what the system chose for 0. */
  ports(): { http: number; https: number } {
    return { http: portOf(this.plain), https: portOf(this.secure) };
  }

  /** Listens no more, lets answers under way finish for half a second, and destroys every connection. */
  async close(): Promise<void> {
    const closed = Promise.all([this.plain, this.secure].map(closing));
    const timer = setTimeout(() => this.#sockets.forEach((socket) => socket.destroy()), drainMs);
    await closed;
    clearTimeout(timer);
    await this.#app.close();
  }

  #track(socket: Socket): void {
    this.#sockets.add(socket);
    socket.once('close', () => this.#sockets.delete(socket));
  }

  /** What does not even look like HTTP gets an answer in the same form as everything else. */
  #refuseNonsense(error: NodeJS.ErrnoException, socket: Duplex): void {
    // Browsers open connections before they need them: an answer that nobody asked for would be that of the first
    // request, whatever it asks.
    const isUnasked = error.code === timedOut && !this.#asking.has(socket);
    if (error.code === 'ECONNRESET' || isUnasked || isOfTls(error) || !socket.writable) {
      socket.destroy();
      return;
    }
    const problem = problemOf(nonsense(error));
    this.#options.logger.debug(
      `A connection was closed: ${problem.detail ?? problem.title} (${error.code ?? error.message})`,
    );
    const body = JSON.stringify(problem);
    const { status } = problem;
    const head = `HTTP/1.1 ${status} ${http.STATUS_CODES[status] ?? ''}\r\nConnection: close`;
    const type = 'Content-Type: application/problem+json';
    socket.end(`${head}\r\n${type}\r\nContent-Length: ${Buffer.byteLength(body)}\r\n\r\n${body}`);
  }
}

/** What a person orders may take longer than any silence: to send all of a large configuration over a slow line. */
function closeUnlessAwaited(socket: Socket, request: http.IncomingMessage, response: http.ServerResponse): void {
  if (request.complete && !response.headersSent) socket.setTimeout(socket.timeout ?? 0);
  else socket.destroy();
}

/** Nothing can be said before TLS is agreed on: an answer would wait for that, and its connection stay for ever. */
function isOfTls({ code = '' }: NodeJS.ErrnoException): boolean {
  return /^ERR_(?:TLS|SSL)_/.test(code);
}

function nonsense({ code }: NodeJS.ErrnoException): GatewayError {
  if (code === timedOut) return new GatewayError('tooSlow');
  const detail = code === 'HPE_HEADER_OVERFLOW' ? 'The headers are too large' : 'This is not valid HTTP';
  return new GatewayError('badRequest', { detail });
}

async function listenOn(server: http.Server, port: number, host: string | null): Promise<void> {
  try {
    server.listen(host === null ? { port } : { port, host });
    await once(server, 'listening');
  } catch (error) {
    if (!(error instanceof Error) || !('code' in error)) throw error;
    if (error.code === 'EADDRINUSE') throw new PortInUseError(port);
    throw new StartError(exitCodes.badCommandLine, `Port ${port} cannot be used: ${error.message}`);
  }
}

async function closing(server: http.Server): Promise<void> {
  if (!server.listening) return;
  const closed = once(server, 'close');
  server.close();
  server.closeIdleConnections();
  await closed;
}

function portOf(server: http.Server): number {
  const address: AddressInfo | string | null = server.address();
  return typeof address === 'object' && address !== null ? address.port : 0;
}
