import type { ModuleFrame } from '#contract/modules';
import type { Role } from '#contract/roles';
import { hashOf, type ModuleFiles } from '../../../config/resources/module-files.ts';
import type { Logger } from '../../../logging/logger.ts';
import type { NewEvent } from '../../records/event-store.ts';
import type { ProviderStatistics } from '../provider-statistics.ts';
import { moduleEvents } from './module-events.ts';

export interface WantedModule {
  id: string;
  sha256: string;
}

export interface TransferParts {
  role: () => Role;
  files: ModuleFiles;
  /** What the configuration of this node names. */
  wanted: () => readonly WantedModule[];
  send: (frame: ModuleFrame) => void;
  statistics: ProviderStatistics;
  event: (event: NewEvent) => void;
  /** Whether the Backup lacks something may be different now. */
  changed: () => void;
  /** A file that the configuration names is here now. */
  arrived: (module: WantedModule) => void;
  /** Epoch ms. */
  now: () => number;
  /** ms, never going back. */
  elapsed: () => number;
  /** How long ago the Master's clock showed this, ms; `null` while the clocks are not compared. */
  sinceSent: (sentAt: number) => number | null;
  logger: Logger;
}

interface Incoming {
  module: WantedModule;
  parts: Buffer[];
  startedAt: number | null;
}

type Part = Extract<ModuleFrame, { type: 'part' }>;

const provider = 'modules';
/** One part is under way at a time, so that a ping never waits behind more than this; bytes. */
const partBytes = 96_000;
const retryMs = 5000;

/**
 * Files of modules that a node lacks: it asks for them part by part, and takes them when the hash is right. Mostly that
 * is the Backup; a Master that was restored from it, or has lost a file, asks as well.
 */
export class ModuleTransfer {
  readonly #parts: TransferParts;
  /** Over a plain link no code is sent. */
  #link: { confidential: boolean } | null = null;
  #incoming: Incoming | null = null;
  /** As the Backup said over this link. */
  #peerLacks: number | null = null;
  #failedAt: number | null = null;
  /** How many this node lacks, at the last look; `null`: it did not look yet. */
  #lacks: number | null = null;
  /** Their names, at the last look, over whichever link. */
  #lackingNames = '';
  #saidProblem = '';

  constructor(parts: TransferParts) {
    this.#parts = parts;
  }

  linked(confidential: boolean): void {
    this.unlinked();
    this.#link = { confidential };
    this.check();
  }

  unlinked(): void {
    this.#link = null;
    this.#incoming = null;
    this.#peerLacks = null;
    this.#lacks = null;
    this.#failedAt = null;
  }

  /** The Backup has every file that the configuration names: known on both nodes while they are linked. */
  get isComplete(): boolean {
    return (this.#parts.role() === 'Backup' ? this.#lacks : this.#peerLacks) === 0;
  }

  /** It lacks something that this link does not carry. */
  get isImpossible(): boolean {
    const known = this.#parts.role() === 'Backup' ? this.#lacks : this.#peerLacks;
    return this.#link?.confidential === false && known !== null && known > 0;
  }

  /** A file that the configuration names is not here, or not on the Backup, as it said over this link. */
  get isLacking(): boolean {
    return this.#lackingNames !== '' || (this.#peerLacks ?? 0) > 0;
  }

  /** Asks again for what was not taken over. */
  retry(): void {
    if (this.#lacks !== 0 && this.#incoming === null) this.check();
  }

  /** Modules were configured or removed. */
  check(): void {
    const role = this.#parts.role();
    if (this.#link === null || role === 'Independent') return;
    const lacking = this.#lacking();
    if (role === 'Backup' && this.#lacks !== lacking.length) {
      this.#parts.send({ type: 'lacking', count: lacking.length });
    }
    this.#lacks = lacking.length;
    this.#say(lacking);
    this.#parts.statistics.lacks(provider, this.isLacking);
    if (!this.#link.confidential) this.#sayImpossible(lacking);
    const [next] = lacking;
    const waits = this.#failedAt !== null && this.#parts.elapsed() - this.#failedAt < retryMs;
    if (next !== undefined && this.#incoming === null && this.#link.confidential && !waits) this.#begin(next);
    this.#parts.changed();
  }

  take(frame: ModuleFrame): void {
    switch (frame.type) {
      case 'lacking':
        if (this.#parts.role() === 'Backup') return;
        this.#peerLacks = frame.count;
        this.#parts.statistics.lacks(provider, this.isLacking);
        return this.#parts.changed();
      case 'wanted':
        if (this.#link?.confidential === true) this.#sendPart(frame.sha256, frame.part);
        return;
      case 'part':
        return this.#takePart(frame);
      case 'absent':
        if (this.#incoming?.module.sha256 === frame.sha256) this.#fail('The other node does not have its file either');
    }
  }

  #lacking(): WantedModule[] {
    return this.#parts.wanted().filter(({ sha256 }) => !this.#parts.files.has(sha256));
  }

  /** Once for what is lacking, not at each look. */
  #say(lacking: readonly WantedModule[]): void {
    const names = lacking.map(({ id }) => id).join(', ');
    if (names !== '' && names !== this.#lackingNames) this.#parts.event(moduleEvents.wanted(names));
    this.#lackingNames = names;
  }

  #sayImpossible(lacking: readonly WantedModule[]): void {
    if (lacking.length === 0) return;
    const problem = `The files of ${this.#lackingNames} are not sent: the link between the nodes does not use SSL`;
    const { statistics } = this.#parts;
    if (statistics.pullFacts(provider).lastError !== problem) statistics.failed([provider], problem);
  }

  #begin(module: WantedModule): void {
    this.#incoming = { module, parts: [], startedAt: null };
    this.#parts.send({ type: 'wanted', sha256: module.sha256, part: 0 });
  }

  #sendPart(sha256: string, part: number): void {
    const isNamed = this.#parts.wanted().some((each) => each.sha256 === sha256);
    const bytes = isNamed ? this.#parts.files.read(sha256) : null;
    if (bytes === null || part * partBytes >= bytes.length) return this.#parts.send({ type: 'absent', sha256 });
    const data = bytes.subarray(part * partBytes, (part + 1) * partBytes).toString('base64');
    const last = (part + 1) * partBytes >= bytes.length;
    this.#parts.send({ type: 'part', sha256, part, data, last, sentAt: this.#parts.now() });
  }

  #takePart({ sha256, part, data, last, sentAt }: Part): void {
    const incoming = this.#incoming;
    if (incoming?.module.sha256 !== sha256 || incoming.parts.length !== part) return;
    incoming.startedAt ??= this.#parts.elapsed() - (this.#parts.sinceSent(sentAt) ?? 0);
    incoming.parts.push(Buffer.from(data, 'base64'));
    if (last) this.#complete(incoming, incoming.startedAt);
    else this.#parts.send({ type: 'wanted', sha256, part: part + 1 });
  }

  #complete({ module, parts }: Incoming, startedAt: number): void {
    const { files, statistics, event, elapsed, arrived } = this.#parts;
    const bytes = Buffer.concat(parts);
    if (hashOf(bytes) !== module.sha256) return this.#fail('What arrived does not have the hash that was announced');
    const pullMs = elapsed() - startedAt;
    const applyStart = elapsed();
    try {
      files.add(bytes);
    } catch (error) {
      return this.#fail(error instanceof Error ? error.message : String(error));
    }
    this.#incoming = null;
    this.#failedAt = null;
    this.#saidProblem = '';
    statistics.lacks(provider, false);
    statistics.pulled([provider], { pullMs, applyMs: elapsed() - applyStart });
    event(moduleEvents.taken(module.id));
    arrived(module);
    this.check();
  }

  #fail(problem: string): void {
    const { statistics, logger, elapsed } = this.#parts;
    const id = this.#incoming?.module.id ?? '';
    this.#incoming = null;
    this.#failedAt = elapsed();
    const sentence = `The module ${id} could not be taken over: ${problem}`;
    // It is tried again and again.
    if (sentence !== this.#saidProblem) logger.error(sentence);
    this.#saidProblem = sentence;
    statistics.failed([provider], sentence);
    this.#parts.changed();
  }
}
