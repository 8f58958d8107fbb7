import { providerLogger, providerOfLogger, type Logger } from '#contract/logs';
import type { ProviderId } from '#contract/providers';
import { failureSentence } from '../../../gateways/failure-sentences.ts';
import type { Failure } from '../../../gateways/failure.ts';
import type { PairNode } from '../../../gateways/pair-selectors.ts';
import { isNotReported, type Heard } from '../../../gateways/poll-pair.ts';
import { momentInWords } from '../../../ui/moment.ts';

export const providerLevels = ['INFO', 'DEBUG', 'TRACE'] as const;
export type ProviderLevel = (typeof providerLevels)[number];

/** For how long a level is set; `null`: until changed. */
export const levelDurations: readonly { label: string; forMs: number | null }[] = [
  { label: '15 min', forMs: 900_000 },
  { label: '1 h', forMs: 3_600_000 },
  { label: 'Until changed', forMs: null },
];

/** What somebody orders for one provider. */
export interface LoggingOrder {
  id: ProviderId;
  nodeIds: readonly string[];
  level: ProviderLevel;
  /** `null`: until changed. */
  forMs: number | null;
  isMerged: boolean;
}

/** What came of an order, by node; `null`: it was done. */
export interface OrderOutcome {
  id: ProviderId;
  failures: Readonly<Record<string, Failure | null>>;
}

/** What one node logs of a provider. */
export interface NodeLevel {
  nodeId: string;
  /** "DEBUG, 12 min left" */
  words: string;
  /** More than usual is logged. */
  isFine: boolean;
  level: string;
  isMerged: boolean;
  /** No answer of now. */
  isOld: boolean;
}

export interface ProviderLevels {
  id: ProviderId;
  name: string;
  /** In the order of the nodes. */
  nodes: readonly NodeLevel[];
  /** Of which node the last order was not taken, and why. */
  problems: readonly string[];
  /** What was done; `null`: nothing, or not everywhere. */
  done: string | null;
}

export interface LoggingLevelsView {
  nodes: readonly { nodeId: string; name: string }[];
  providers: readonly ProviderLevels[];
  /** Of which node nothing new is known, and why. */
  notes: readonly string[];
}

export const noLevelsView: LoggingLevelsView = { nodes: [], providers: [], notes: [] };

/** Loggers of each node as last heard. */
export interface LoggingKnown {
  pair: readonly PairNode[];
  /** By id, as far as the nodes told. */
  names: ReadonlyMap<string, string>;
  loggers: Readonly<Record<string, Heard<readonly Logger[]>>>;
  /** By node: its clock minus the clock of this browser, ms. */
  offsetMs: (nodeId: string) => number;
  outcome: OrderOutcome | null;
}

export function loggingLevelsView(known: LoggingKnown, now: number): LoggingLevelsView {
  const { pair, names, loggers } = known;
  const all = Object.values(loggers).flatMap(({ value }) => (value ?? []).map(({ name }) => providerOfLogger(name)));
  const ids = [...new Set(all)].filter((id) => id !== null);
  return {
    nodes: pair.map(({ nodeId, name }) => ({ nodeId, name })),
    providers: ids
      .map((id) => ({
        id,
        name: names.get(id) ?? id,
        nodes: pair.map(({ nodeId }) => nodeLevel(id, nodeId, known, now)),
        ...outcomeOf(id, known),
      }))
      .sort((one, other) => one.name.localeCompare(other.name, 'en')),
    notes: pair.flatMap(({ nodeId, name }) => note(loggers[nodeId], name, now)),
  };
}

function nodeLevel(id: ProviderId, nodeId: string, { loggers, offsetMs }: LoggingKnown, now: number): NodeLevel {
  const heard = loggers[nodeId];
  const logger = heard?.value?.find(({ name }) => name === providerLogger(id));
  const isOld = heard?.failure != null;
  if (logger === undefined) {
    return { nodeId, words: 'unknown', level: 'INFO', isFine: false, isMerged: false, isOld };
  }
  const { level, ownLevel, untilAt, merge = false } = logger;
  const isFine = level === 'DEBUG' || level === 'TRACE';
  const end = ownLevel === null || !isFine ? '' : untilAt === null ? ' until changed' : `, ${left(untilAt)} left`;
  return { nodeId, words: `${level}${end}`, level, isFine, isMerged: merge, isOld };

  function left(endAt: number): string {
    return leftInWords(endAt - (now + offsetMs(nodeId)));
  }
}

/** "12 min", in the last minute by the second. */
function leftInWords(ms: number): string {
  const seconds = Math.max(0, Math.round(ms / 1000));
  if (seconds < 60) return `${seconds} s`;
  const minutes = Math.round(seconds / 60);
  return minutes < 60 ? `${minutes} min` : `${Math.floor(minutes / 60)} h ${minutes % 60} min`;
}

function outcomeOf(id: ProviderId, { outcome, pair }: LoggingKnown): Pick<ProviderLevels, 'problems' | 'done'> {
  if (outcome?.id !== id) return { problems: [], done: null };
  const told = pair.filter(({ nodeId }) => nodeId in outcome.failures);
  const problems = told.flatMap(({ nodeId, name }) => {
    const failure = outcome.failures[nodeId] ?? null;
    return failure === null ? [] : [`Not set on ${name}: ${failureSentence(failure, name)}`];
  });
  const done = told.filter(({ nodeId }) => outcome.failures[nodeId] === null).map(({ name }) => name);
  return { problems, done: done.length === 0 ? null : `Set on ${done.join(' and ')}.` };
}

function note(heard: Heard<unknown> | undefined, name: string, now: number): string[] {
  if (heard === undefined || heard.failure === null) return [];
  if (isNotReported(heard.failure)) return [`Not reported by ${name}.`];
  const since = heard.receivedAt === null ? '' : ` Levels of ${name} are of ${momentInWords(heard.receivedAt, now)}.`;
  return [`${failureSentence(heard.failure, name)}${since}`];
}
