import type { Position, ReplicationFrame } from '#contract/replication-frames';
import type { RefusalCode } from '#contract/gwaction';
import type { SyncProgress } from '#contract/redundancy-status';
import type { Counts } from '../../config/resources/counts.ts';
import type { CacheFigures } from '../cache-chart/cache-chart-figures.ts';
import type { ChangedRow } from '../../config/resources/config-store.ts';
import { blockedNode, type Divergence } from '../synchronisation/divergence.ts';
import type { NewEvent } from '../records/event-store.ts';
import { AcknowledgementWaiters } from './acknowledgement-waiters.ts';
import { ChainFigures } from './chain-figures.ts';
import { chainProviders } from './provider-list.ts';
import { Receiver } from './receiver.ts';
import { Sender } from './sender.ts';
import type { Applied } from './sender-parts.ts';
import { SaidOnce } from './said-once.ts';
import { SoftRestart } from './soft-restart.ts';
import type { ReplicationParts, SyncState } from './replication-parts.ts';
import { backupState, isRefusing, masterState, resendRefusals, underWay, unlinkedState } from './sync-state.ts';
import { whenItStops } from '../while-it-moves.ts';
import { sinceSent } from '../since-sent.ts';

const confirmPeriodMs = 5000;
const notInTime = 'It was not done in time';

/** Brings the chain of changes from the Master to the Backup, one link after the other. */
export class Replication {
  /** Of what runs on the configuration, and on whatever else was replaced. */
  readonly restart: SoftRestart;
  readonly #parts: ReplicationParts;
  readonly #sender: Sender;
  readonly #receiver: Receiver;
  readonly #waiters = new AcknowledgementWaiters();
  readonly #figures: ChainFigures;
  readonly #events: SaidOnce;
  /** A person chose to restore the Master: for that time the Backup sends, and the Master takes. */
  #reversed = false;
  #replaced: (done: boolean) => void = () => undefined;
  #linked = false;
  #endStoreWatch: () => void = () => undefined;
  #timer: NodeJS.Timeout | null = null;

  constructor(parts: ReplicationParts) {
    this.#parts = parts;
    const { store, snapshots, send, now, elapsed, budgetMs, statistics, later, logger, peerClockOffsetMs } = parts;
    this.#events = new SaidOnce((each) => parts.event(each));
    const event = (each: NewEvent) => this.#events.add(each);
    const failed = (problem: string) => this.#failed(problem);
    const acknowledged = (position: Position, said: Applied) => this.#acknowledged(position, said);
    this.#figures = new ChainFigures({ store, statistics, later, logger, counted: () => this.#settled() });
    const stands = (position: Position) => this.#figures.stands(position);
    const changed = () => parts.changed();
    this.restart = new SoftRestart({ restart: parts.softRestart, event, changed, elapsed, logger });
    this.#sender = new Sender({
      ...{ store, snapshots, send, now, elapsed, budgetMs, event, stands, acknowledged, failed, changed, logger },
      sentAll: () => this.#waiters.reachedAll(),
    });
    this.#receiver = new Receiver({
      ...{ store, send, now, elapsed, isActive: parts.isActive, completing: parts.adopt },
      replaced: () => this.#swapped(),
      completed: () => this.#completed(),
      sinceSent: (sentAt) => sinceSent(sentAt, now(), peerClockOffsetMs()),
      event,
      pulled: (ids, took) => {
        statistics.pulled(ids, took);
        if (took.applyMs === null) parts.confirmed();
      },
      failed,
      logger,
    });
  }

  start(): void {
    const { role, store } = this.#parts;
    if (role() !== 'Backup') this.#found();
    store.underWay = () => underWay(this.#sender, store);
    this.#endStoreWatch = store.onChange((_before, rows) => this.#written(rows), 'first');
    this.#timer = setInterval(() => {
      // What a full disk kept aside is taken when there is room.
      this.#receiver.release();
      this.#sender.confirm();
    }, confirmPeriodMs);
  }

  stop(): void {
    this.#endStoreWatch();
    if (this.#timer !== null) clearInterval(this.#timer);
    this.#timer = null;
    this.restart.stop();
    this.unlinked();
  }

  linked(): void {
    this.unlinked();
    this.#linked = true;
    if (this.#parts.role() === 'Backup') this.#receiver.begin();
  }

  unlinked(): void {
    this.#figures.count();
    this.#linked = false;
    this.#endReplacement(false);
    this.#sender.end();
    this.#receiver.end();
    this.#waiters.end();
  }

  /** A frame that is not for this role is not answered. */
  take(frame: ReplicationFrame): void {
    const isBackup = this.#parts.role() === 'Backup';
    const isTaking = isBackup !== this.#reversed;
    switch (frame.type) {
      case 'position':
        if (!isBackup) this.#sender.compare(frame.position, frame.staged);
        break;
      case 'applied':
      case 'failed':
      case 'staged':
        if (!isTaking) this.#sender.take(frame);
        if (isBackup && this.#reversed && frame.type !== 'staged') this.#gaveAll();
        break;
      case 'rows':
      case 'begin':
      case 'part':
        if (isTaking) this.#receiver.take(frame);
        break;
      case 'diverged':
        if (isBackup) this.#receiver.take(frame);
        break;
      case 'replaceMe':
        this.#reversed = isBackup;
        this.#sender.replaceAll('an administrator chose to replace the other node');
    }
    if (frame.type === 'applied') this.#figures.countSoon();
    else this.#settled();
  }

  #settled(): void {
    if (this.state().inSync) this.#events.forget();
    this.#parts.changed();
  }

  /** A person chose that this node takes all of what the other one holds; true once it has it. Patience: at rest. */
  takeAll(patienceMs: number): Promise<boolean> {
    const { role, store, send } = this.#parts;
    const isMaster = role() === 'Master';
    // The link was gone since: what was written meanwhile would not be in the copy.
    if (isMaster && store.frozen === null) return Promise.resolve(false);
    this.#reversed = isMaster;
    this.#receiver.allowReplacement();
    return new Promise((resolve) => {
      const endWatch = whenItStops({ moved: () => this.progress?.bytes, patienceMs: () => patienceMs }, () => {
        // Else the other node would go on to send what nobody takes.
        if (isMaster) send({ type: 'failed', problem: notInTime });
        else this.#receiver.forbidReplacement(notInTime);
        this.#endReplacement(false);
      });
      this.#replaced = (done) => {
        endWatch();
        resolve(done);
      };
      send({ type: 'replaceMe' });
    });
  }

  /** This node is no longer the active one, or may be. */
  levelChanged(): void {
    this.#receiver.release();
  }

  /** Which node must not become active by itself; `null`: not known over this link. */
  divergence(): Divergence | null {
    const { role, store } = this.#parts;
    if (!this.state().compared) return null;
    const isBackup = role() === 'Backup';
    if (isBackup ? !this.#receiver.hasDiverged : !this.#sender.isDiverged) return 'no';
    return blockedNode(role(), isBackup ? this.#receiver.divergedFrom : store.position);
  }

  get progress(): SyncProgress | null {
    return this.#sender.progress.facts() ?? this.#receiver.progress.facts();
  }

  /** A whole configuration is put aside until this node is no longer active. */
  get isHolding(): boolean {
    return this.#receiver.isHolding;
  }

  /** What runs on this node is not what its configuration says. */
  get restartRequired(): boolean {
    return this.isHolding || this.restart.isRequired;
  }

  state(): SyncState {
    if (!this.#linked) return unlinkedState;
    if (this.#parts.role() !== 'Backup') return masterState(this.#sender, this.#reversed);
    return backupState(this.#receiver, this.#reversed, this.restart.isRequired);
  }

  /** What a person chose is under way: one of two histories is replaced by the other. */
  get isReplacing(): boolean {
    return this.#reversed || this.#sender.isReplacing;
  }

  resendRefusals(): RefusalCode[] {
    return resendRefusals(this.#sender, this.isReplacing);
  }

  /** Whether the Backup has the change on its disk, waited for as long. */
  replicated(revision: number, patienceMs: number): Promise<boolean> {
    const reached = this.#sender.acknowledged?.revision ?? -1;
    if (reached >= revision) return Promise.resolve(true);
    if (!this.#linked || isRefusing(this.#sender)) return Promise.resolve(false);
    return this.#waiters.wait(revision, patienceMs);
  }

  /** Sends everything again; true once the Backup has taken it. */
  resendAll(patienceMs: number): Promise<boolean> {
    const isPossible = this.#linked && this.#parts.role() === 'Master' && this.resendRefusals().length === 0;
    if (!isPossible) return Promise.resolve(false);
    const done = this.#waiters.wait(Infinity, patienceMs);
    this.#sender.resendAll();
    this.#parts.changed();
    return done;
  }

  /** Changes that the Backup has not acknowledged, by provider. */
  pending(): Counts {
    return this.#parts.role() === 'Master' ? this.#figures.pending() : {};
  }

  /** What is kept on disk for the Backup; `null`: this node has none. */
  cached(): CacheFigures | null {
    return this.#parts.role() === 'Master' ? this.#figures.cached() : null;
  }

  fullSyncNeeded(): boolean {
    const { role } = this.#parts;
    if (role() === 'Backup') return this.#receiver.wantsAll;
    const { phase, sendsAll } = this.#sender;
    return sendsAll || (phase !== 'streaming' && this.#figures.isOutgrown());
  }

  #failed(problem: string): void {
    this.#figures.count();
    this.#parts.statistics.failed(chainProviders, problem);
    if (isRefusing(this.#sender)) this.#waiters.refused();
    if (this.#sender.phase === 'diverged') this.#waiters.end();
    this.#endReplacement(false);
  }

  #swapped(): void {
    this.#parts.store.frozen = null;
    this.restart.require();
  }

  #completed(): void {
    const isRestored = this.#reversed;
    this.#endReplacement(true);
    // The history of this Master is the Backup's from now on; the Backup says next where it stands.
    if (isRestored) this.#receiver.end();
  }

  /** The Backup has sent all to the Master, or could not: the two compare themselves as ever. */
  #gaveAll(): void {
    this.#reversed = false;
    this.#sender.end();
    this.#receiver.end();
    this.#receiver.begin();
  }

  #endReplacement(done: boolean): void {
    this.#reversed = false;
    if (!this.isHolding) this.#parts.store.frozen = null;
    this.#replaced(done);
    this.#replaced = () => undefined;
  }

  /** On a full disk the history begins with the first change that can be saved, or with the first Backup. */
  #found(): void {
    try {
      this.#parts.store.found();
    } catch (error) {
      this.#parts.logger.error('The history of the configuration could not be begun', error);
    }
  }

  /** Changes written here are for the other node; what came from it is not. */
  #written(rows: readonly ChangedRow[] | null): void {
    if (this.#parts.role() === 'Backup' || rows === null) return;
    // First of all: the other node works on it meanwhile.
    this.#sender.pump();
    this.#figures.written(rows);
  }

  #acknowledged(position: Position, said: Applied): void {
    this.#waiters.reached(position.revision);
    this.#figures.acknowledged(position, said);
    if (said.applyMs === null && this.#sender.isEqual) this.#parts.confirmed();
  }
}
