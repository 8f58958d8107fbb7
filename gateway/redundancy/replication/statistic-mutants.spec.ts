import type { Provider } from '#contract/providers';
import { tagChange } from '../../config/resources/config-store.testing.ts';
import { useTemporaryDirectory } from '../../config/disk/temporary-directory.testing.ts';
import { EventStore } from '../records/event-store.ts';
import type { Took } from './provider-log.ts';
import { providerRows } from './provider-rows.ts';
import { ProviderStatistics } from './provider-statistics.ts';
import { exchange, ReplicatingNode, unlink, type NodeParts } from './replication.testing.ts';

class ConstantRates extends ProviderStatistics {
  override rates(): ReturnType<ProviderStatistics['rates']> {
    return { queuedPerSec: 5 / 60, dispatchedPerSec: 5 / 60, drainPerSec: 5 };
  }
}

class SwappedRates extends ProviderStatistics {
  override queued(id: string, count: number): void {
    super.dispatched(id, count);
  }

  override dispatched(id: string, count: number): void {
    super.queued(id, count);
  }
}

class ConstantPulls extends ProviderStatistics {
  override pullFacts(): ReturnType<ProviderStatistics['pullFacts']> {
    return { lastPullAt: 1_700_000_000_000, lastPullMs: 1, lastApplyMs: 1, lastError: null };
  }
}

class ConstantApply extends ProviderStatistics {
  override pulled(ids: Parameters<ProviderStatistics['pulled']>[0], took: Took): void {
    super.pulled(ids, { ...took, applyMs: took.applyMs === null ? null : 1 });
  }
}

class ConstantPullDuration extends ProviderStatistics {
  override pulled(ids: Parameters<ProviderStatistics['pulled']>[0], took: Took): void {
    super.pulled(ids, { ...took, pullMs: took.pullMs === null ? null : 0 });
  }
}

class ForgottenAcknowledgements extends ProviderStatistics {
  override acknowledge(): void {
    return undefined;
  }
}

class NoEvents extends EventStore {
  override add(): void {
    return undefined;
  }
}

const swappedRows: typeof providerRows = (parts) =>
  providerRows({ ...parts, role: parts.role === 'Master' ? 'Backup' : 'Master', isActive: !parts.isActive });
const constantPending: typeof providerRows = (parts) =>
  providerRows({ ...parts, pending: { 'tag-config-resource': 5 } });

interface Faulty extends NodeParts {
  rows?: typeof providerRows;
}

/** What a defect in the figures would be, by its name. Each has to be noticed by the one story that is told below. */
const mutants: Record<string, Faulty> = {
  '[S7] rates constant': { Statistics: ConstantRates },
  '[S7] queued and dispatched swapped': { Statistics: SwappedRates },
  '[S7] pending constant': { rows: constantPending },
  '[S7] acknowledgements not kept': { Statistics: ForgottenAcknowledgements },
  '[S6] last pull constant': { Statistics: ConstantPulls },
  '[S6] last pull duration constant': { Statistics: ConstantPullDuration },
  '[S6] last apply duration constant': { Statistics: ConstantApply },
  '[S6] [S7] direction swapped': { rows: swappedRows },
  '[S8] events missing': { Events: NoEvents },
};

const applyMs = 37;
const pullMs = 83;
const full = { applyMs: 41, pullMs: 290 };
/** So much the clock of the Backup is ahead: durations must not suffer from it. */
const aheadMs = 4000;

describe('The figures of replication', () => {
  const path = useTemporaryDirectory();

  it('[S6] [S7] [S8] are what really happened', async () => {
    expect(await faults(path, {})).toEqual([]);
  });

  for (const [name, parts] of Object.entries(mutants)) {
    it(`${name}: this mutant is noticed`, async () => {
      expect(await faults(path, parts)).not.toEqual([]);
    });
  }
});

/** Five changes while the Backup is away, then it is back: says what the tables and the events tell wrongly of that. */
async function faults(path: (name: string) => string, { rows = providerRows, ...parts }: Faulty): Promise<string[]> {
  const master = new ReplicatingNode('Master', path, parts);
  const backup = new ReplicatingNode('Backup', path, parts);
  const found: string[] = [];
  const check = (what: string, is: unknown, expected: unknown) => {
    if (is !== expected) found.push(`${what} is ${String(is)} instead of ${String(expected)}`);
  };
  try {
    slowly(backup);
    takeAllSlowly(master, backup);
    for (const [role, node] of [['Master', master] as const, ['Backup', backup] as const]) {
      const { lastPullMs, lastApplyMs } = rowOf(rows, node, role);
      check(`pull duration of everything on the ${role}`, lastPullMs, full.pullMs);
      check(`apply duration of everything on the ${role}`, lastApplyMs, full.applyMs);
    }
    unlink(master, backup);
    for (let at = 0; at < 5; at += 1) await master.store.write([tagChange(`T${at}`, '1')], 'anna');
    const away = rowOf(rows, master, 'Master');
    check('direction of the Master', away.direction, 'sends');
    check('pending while away', away.pending, 5);
    check('queued while away', away.queuedPerSec, 5 / 60);
    check('dispatched while away', away.dispatchedPerSec, 0);
    check('pace while away', away.drainPerSec, null);
    for (const node of [master, backup]) node.elapsedMs += 7000;
    comeBackSlowly(master, backup);
    const back = rowOf(rows, master, 'Master');
    check('pending when back', back.pending, 0);
    check('dispatched when back', back.dispatchedPerSec, 5 / 60);
    check('pace when back', back.drainPerSec, 5 / 0.1);
    const received = rowOf(rows, backup, 'Backup');
    check('direction of the Backup', received.direction, 'receives');
    check('last pull', received.lastPullAt, 1_700_000_000_000 + backup.elapsedMs);
    check('pull duration', received.lastPullMs, pullMs);
    check('pull duration that the Master was told', back.lastPullMs, pullMs);
    check('apply duration', received.lastApplyMs, applyMs);
    check('apply duration that the Master was told', back.lastApplyMs, applyMs);
    check('events of the Backup', backup.eventCodes().join(), 'fullSyncDataOnly,fullSyncDone,softRestarted');
    check('events of the Master', master.eventCodes().join(), 'fullSyncDataOnly,fullSyncDone');
    return found;
  } finally {
    master.stop();
    backup.stop();
  }
}

/** To apply changes takes as long there, and to put everything in place. */
function slowly(node: ReplicatingNode): void {
  const apply = node.store.apply.bind(node.store);
  const swap = node.store.swap.bind(node.store);
  node.store.swap = () => {
    node.elapsedMs += full.applyMs;
    return swap();
  };
  node.store.apply = (rows, onDisk) => {
    node.elapsedMs += applyMs;
    apply(rows, onDisk);
  };
}

/** From the beginning until all is here it takes as long. */
function takeAllSlowly(master: ReplicatingNode, backup: ReplicatingNode): void {
  for (const node of [master, backup]) node.replication.linked();
  for (const frame of backup.sent.splice(0)) master.replication.take(frame);
  for (const frame of master.sent.splice(0, 1)) backup.replication.take(frame);
  backup.elapsedMs += full.pullMs;
  exchange(master, backup);
}

/** What the Master has to send takes as long on its way. */
function comeBackSlowly(master: ReplicatingNode, backup: ReplicatingNode): void {
  backup.elapsedMs = master.elapsedMs + aheadMs;
  backup.peerClockOffsetMs = -aheadMs;
  master.peerClockOffsetMs = aheadMs;
  for (const node of [master, backup]) node.replication.linked();
  for (const frame of backup.sent.splice(0)) master.replication.take(frame);
  backup.elapsedMs += pullMs;
  exchange(master, backup);
}

function rowOf(rows: typeof providerRows, { replication, statistics }: ReplicatingNode, role: 'Master' | 'Backup') {
  const all: Provider[] = rows({
    role,
    isActive: role === 'Master',
    pending: replication.pending(),
    statistics,
    fullSyncNeeded: () => replication.fullSyncNeeded(),
  });
  return all.find(({ id }) => id === 'tag-config-resource')!;
}
