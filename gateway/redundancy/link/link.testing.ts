import { once } from 'node:events';
import { createServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { hostname } from 'node:os';
import type { LinkFrame } from '#contract/link-frames';
import type { LossReason } from '#contract/redundancy-status';
import { ensureCertificate, type Certificate } from '../../security/certificate.ts';
import { snapshot } from '../activity/activity.testing.ts';
import type { LinkCredentials, ProvedPeer } from './handshake.ts';
import type { Hello } from './link-connection.ts';
import { Link, type LinkEvents } from './link.ts';

export const secret = 'a pairing secret that both nodes know';

/** One end of a link on real sockets of this computer, and everything it was told. */
export class LinkEnd {
  readonly server;
  readonly frames: LinkFrame[] = [];
  readonly hellos: Hello[] = [];
  readonly downs: string[] = [];
  readonly failures: { because: LossReason; detail: string }[] = [];
  readonly kept: ProvedPeer[] = [];
  readonly lines: string[] = [];
  refusals = 0;
  onFrame: () => void = () => undefined;
  port = 0;
  target = { host: '127.0.0.1', port: 0, tls: true };
  credentials: LinkCredentials;
  readonly link: Link;
  private waiting: (() => void)[] = [];

  constructor(role: 'Master' | 'Backup', nodeId: string, certificate: Certificate) {
    this.server = createServer({ key: certificate.key, cert: certificate.cert });
    this.credentials = { nodeId, pairId: 'pair', secret, certificate, pinned: () => null, linkedWith: null };
    const say = (message: string) => void this.lines.push(message);
    const logger = { trace: say, debug: say, info: say, warn: say, error: say };
    this.link = new Link(
      {
        role,
        servers: () => [this.server],
        target: () => this.target,
        credentials: () => this.credentials,
        keepPeer: (peer) => void this.kept.push(peer),
        hello: () => this.hello(),
        periodMs: () => 100,
        patienceMs: () => 1000,
        logger,
      },
      this.events(),
    );
  }

  async listen(): Promise<void> {
    this.server.listen(0, '127.0.0.1');
    await once(this.server, 'listening');
    this.port = (this.server.address() as AddressInfo).port;
    this.link.start();
  }

  async stop(): Promise<void> {
    this.link.stop();
    this.server.closeAllConnections();
    if (this.server.listening) await new Promise((resolve) => this.server.close(resolve));
  }

  /** Resolves as soon as the condition holds; it is asked again after everything that happens at this end. */
  until(condition: () => boolean): Promise<void> {
    return new Promise((resolve) => {
      const check = () => {
        if (condition()) resolve();
        else this.waiting.push(check);
      };
      check();
    });
  }

  private events(): LinkEvents {
    return {
      up: (hello) => this.note(() => this.hellos.push(hello)),
      frame: (frame) => {
        this.onFrame();
        this.note(() => this.frames.push(frame));
      },
      down: (_because, detail) => this.note(() => this.downs.push(detail)),
      refused: () => this.note(() => (this.refusals += 1)),
      failed: (because, detail) => this.note(() => this.failures.push({ because, detail })),
    };
  }

  private note(happens: () => void): void {
    happens();
    const waiting = this.waiting;
    this.waiting = [];
    for (const check of waiting) check();
  }

  private hello(): Hello {
    const { nodeId } = this.credentials;
    const addresses = { httpPort: 1, httpsPort: 2, publicAddress: '', hostName: null };
    return { type: 'hello', card: { nodeId, name: nodeId, version: '1', ...addresses }, snapshot: snapshot() };
  }
}

export function makeCertificate(directory: string): Promise<Certificate> {
  return ensureCertificate({ directory, hostName: hostname(), addresses: [], now: Date.now });
}
