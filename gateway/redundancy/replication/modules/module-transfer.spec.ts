import { randomBytes } from 'node:crypto';
import { truncateSync } from 'node:fs';
import type { ModuleFrame } from '#contract/modules';
import type { Role } from '#contract/roles';
import { hashOf, ModuleFiles } from '../../../config/resources/module-files.ts';
import { Database } from '../../../config/disk/database.ts';
import { useTemporaryDirectory } from '../../../config/disk/temporary-directory.testing.ts';
import type { NewEvent } from '../../records/event-store.ts';
import { redundancyMigrations } from '../../records/redundancy-database.ts';
import { ProviderStatistics } from '../provider-statistics.ts';
import { ModuleTransfer, type WantedModule } from './module-transfer.ts';

const silent = { trace: () => undefined, debug: () => undefined, info: () => undefined };
const logger = { ...silent, warn: () => undefined, error: () => undefined };

class Node {
  readonly files: ModuleFiles;
  readonly transfer: ModuleTransfer;
  readonly statistics: ProviderStatistics;
  readonly sent: ModuleFrame[] = [];
  readonly events: NewEvent[] = [];
  readonly arrived: string[] = [];
  readonly errors: string[] = [];
  wanted: WantedModule[] = [];
  elapsedMs = 10_000;

  constructor(role: Role, path: (name: string) => string) {
    this.files = new ModuleFiles(path(`${role}-modules`));
    const database = new Database(path(`${role}-redundancy.db`), { migrations: redundancyMigrations });
    const now = () => 1_700_000_000_000 + this.elapsedMs;
    this.statistics = new ProviderStatistics({ database, now, elapsed: () => this.elapsedMs, logger });
    this.transfer = new ModuleTransfer({
      ...{ files: this.files, statistics: this.statistics, now },
      logger: { ...logger, error: (message) => this.errors.push(message) },
      role: () => role,
      wanted: () => this.wanted,
      send: (frame) => this.sent.push(frame),
      event: (event) => this.events.push(event),
      changed: () => undefined,
      arrived: ({ id }) => this.arrived.push(id),
      elapsed: () => this.elapsedMs,
      sinceSent: () => 0,
    });
  }
}

describe('Files of modules', () => {
  const path = useTemporaryDirectory();
  let master: Node;
  let backup: Node;
  const large = randomBytes(300_000);

  beforeEach(() => {
    master = new Node('Master', path);
    backup = new Node('Backup', path);
  });

  it('[G4] that the Backup lacks are sent in parts, checked by hash, and said', () => {
    configure(large);
    link(true);
    expect(backup.files.read(hashOf(large))?.equals(large)).toBeTrue();
    expect(backup.arrived).toEqual(['big']);
    expect(backup.events.map(({ reasonCode }) => reasonCode)).toEqual(['fullSyncFull', 'moduleTaken']);
    expect([master, backup].map(({ transfer }) => transfer.isComplete)).toEqual([true, true]);
    const { lastPullMs, lastError } = backup.statistics.pullFacts('modules');
    expect([lastPullMs, lastError]).toEqual([0, null]);
  });

  it('[G4] that both have are not sent again', () => {
    configure(large);
    backup.files.add(large);
    link(true);
    expect(backup.events).toEqual([]);
    expect(master.transfer.isComplete).toBeTrue();
  });

  it('[G4] are not sent over a plain link, and both nodes know that one is lacking', () => {
    configure(large);
    link(false);
    expect(backup.files.has(hashOf(large))).toBeFalse();
    expect([master, backup].map(({ transfer }) => transfer.isImpossible)).toEqual([true, true]);
    master.transfer.take({ type: 'wanted', sha256: hashOf(large), part: 0 });
    expect(master.sent).toEqual([]);
  });

  it('[S6] that are not sent over a plain link are the last error, until a link brings them', () => {
    configure(large);
    link(false);
    const facts = () => backup.statistics.pullFacts('modules');
    const confirm = () => backup.statistics.pulled(['modules'], { pullMs: null, applyMs: null });
    confirm();
    expect(facts()).toEqual(jasmine.objectContaining({ lastPullAt: null }));
    expect(facts().lastError).toContain('The files of big are not sent');
    link(true);
    confirm();
    expect(facts().lastError).toBeNull();
    expect(facts().lastPullAt).not.toBeNull();
    expect([master, backup].map(({ transfer }) => transfer.isLacking)).toEqual([false, false]);
  });

  it('[G4] with another content than announced are refused, and asked for again after a while', () => {
    configure(large);
    link(true, (frame) => (frame.type === 'part' && frame.part === 1 ? { ...frame, data: 'AAAA' } : frame));
    expect(backup.files.has(hashOf(large))).toBeFalse();
    expect(backup.statistics.pullFacts('modules').lastError).toContain('does not have the hash');
    backup.elapsedMs += 10_000;
    backup.transfer.check();
    exchange();
    expect(backup.arrived).toEqual(['big']);
  });

  it('[G4] that the Master has lost are said to be absent', () => {
    configure(large);
    truncateSync(master.files.path(hashOf(large)), 7);
    link(true);
    expect(backup.statistics.pullFacts('modules').lastError).toContain('does not have its file either');
    expect(backup.transfer.isComplete).toBeFalse();
  });

  it('[G4] that a restored Master lacks are sent to it by the Backup', () => {
    const sha256 = backup.files.add(large);
    master.wanted = backup.wanted = [{ id: 'big', sha256 }];
    link(true);
    expect(master.files.read(sha256)?.equals(large)).toBeTrue();
    expect(master.arrived).toEqual(['big']);
    expect([master, backup].map(({ transfer }) => transfer.isComplete)).toEqual([true, true]);
  });

  it('[G4] that neither node has are looked for again from time to time, and said once', () => {
    const sha256 = hashOf(large);
    master.wanted = backup.wanted = [{ id: 'big', sha256 }];
    link(true);
    for (let times = 0; times < 10; times += 1) {
      for (const node of [master, backup]) {
        node.elapsedMs += 6000;
        node.transfer.retry();
      }
      exchange();
    }
    expect(master.errors).toEqual(backup.errors);
    expect(backup.errors.length).toBe(1);
    master.files.add(large);
    backup.elapsedMs += 6000;
    backup.transfer.retry();
    exchange();
    expect(backup.files.has(sha256)).toBeTrue();
  });

  it('[G4] that no configuration names are not given away', () => {
    const sha256 = master.files.add(large);
    link(true);
    master.transfer.take({ type: 'wanted', sha256, part: 0 });
    expect(master.sent).toEqual([{ type: 'absent', sha256 }]);
  });

  function configure(bytes: Buffer): void {
    const sha256 = master.files.add(bytes);
    master.wanted = backup.wanted = [{ id: 'big', sha256 }];
  }

  function link(confidential: boolean, change: (frame: ModuleFrame) => ModuleFrame = (frame) => frame): void {
    master.transfer.linked(confidential);
    backup.transfer.linked(confidential);
    exchange(change);
  }

  function exchange(change: (frame: ModuleFrame) => ModuleFrame = (frame) => frame): void {
    while (master.sent.length + backup.sent.length > 0) {
      for (const frame of backup.sent.splice(0)) master.transfer.take(frame);
      for (const frame of master.sent.splice(0)) backup.transfer.take(change(frame));
    }
  }
});
