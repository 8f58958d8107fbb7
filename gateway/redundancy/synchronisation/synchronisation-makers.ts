import { CacheSampler } from '../cache-chart/cache-chart-sampler.ts';
import { RecordExchange } from '../records/record-exchange.ts';
import { ModuleTransfer } from '../replication/modules/module-transfer.ts';
import type { Replication } from '../replication/replication.ts';
import type { SynchronisationParts } from './synchronisation-parts.ts';
import { sinceSent } from '../since-sent.ts';

/** Unites what either node writes down. */
export function makeExchange(parts: SynchronisationParts): RecordExchange {
  const { records, send, now, budgetMs, peerClockOffsetMs, logger } = parts;
  return new RecordExchange({
    ...{ store: records.shared, statistics: records.statistics, budgetMs, peerClockOffsetMs },
    send: (frame) => send({ type: 'records', frame }),
    event: (event) => records.rate.add(event),
    now: () => now().wallAt,
    elapsed: () => now().elapsedMs,
    logger: logger('redundancy.records'),
  });
}

/** Brings the files of modules to a Backup that lacks them. */
export function makeModules(
  parts: SynchronisationParts,
  hear: { changed: () => void; arrived: () => void },
): ModuleTransfer {
  const { modules, records, role, send, now, peerClockOffsetMs, logger } = parts;
  return new ModuleTransfer({
    ...{ ...modules, ...hear, role, statistics: records.statistics },
    send: (frame) => send({ type: 'module', frame }),
    event: (event) => records.rate.add(event),
    now: () => now().wallAt,
    elapsed: () => now().elapsedMs,
    sinceSent: (sentAt) => sinceSent(sentAt, now().wallAt, peerClockOffsetMs()),
    logger: logger('redundancy.provider.modules'),
  });
}

/** Measures what is kept for a Backup. */
export function makeSampler(
  parts: SynchronisationParts,
  measure: () => ReturnType<Replication['cached']>,
): CacheSampler {
  const { records, now, logger } = parts;
  return new CacheSampler({
    measure,
    add: (figures) => records.cache.add(figures),
    elapsed: () => now().elapsedMs,
    failed: (error) => logger('redundancy.records').debug('What is kept for the Backup was not measured', error),
  });
}
