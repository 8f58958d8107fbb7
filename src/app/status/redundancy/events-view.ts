import { failureSentence } from '../../gateways/failure-sentences.ts';
import type { PairNode } from '../../gateways/pair-selectors.ts';
import { isNotReported, type Heard } from '../../gateways/poll-pair.ts';
import type { IconName } from '../../ui/icon.ts';
import { momentInUtc, momentInWords } from '../../ui/moment.ts';
import { keyOf, type TimedEvent } from './event-tail.ts';

export interface EventRow {
  key: string;
  severity: TimedEvent['severity'];
  icon: IconName;
  word: string;
  time: string;
  utc: string;
  /** Name of the node that wrote it down. */
  node: string;
  reason: string;
}

export interface EventsView {
  rows: readonly EventRow[];
  /** How many events wait. */
  waiting: number;
  /** Of which node something is missing, and why. */
  notes: readonly string[];
  /** Said while there are no rows. */
  emptyText: string;
}

export const noEventsView: EventsView = { rows: [], waiting: 0, notes: [], emptyText: 'Asking …' };

type Severity = Pick<EventRow, 'icon' | 'word'>;

const severities: Readonly<Record<TimedEvent['severity'], Severity>> = {
  info: { icon: 'info', word: 'Info' },
  warning: { icon: 'attention', word: 'Warning' },
  error: { icon: 'bad', word: 'Error' },
};

/** Every event in words; the minute that it is decides which of them tell their date. */
export function eventRows(events: readonly TimedEvent[], pair: readonly PairNode[], now: number): EventRow[] {
  const names = Object.fromEntries(pair.map(({ nodeId, name }) => [nodeId, name]));
  return events.map((event) => ({
    key: keyOf(event),
    severity: event.severity,
    ...severities[event.severity],
    time: momentInWords(event.seenAt, now),
    utc: momentInUtc(event.seenAt),
    node: names[event.nodeId] ?? event.nodeId,
    reason: event.reason,
  }));
}

/** `heard`: by node id, what became of the last request. */
export function eventsView(
  rows: readonly EventRow[],
  waiting: number,
  { pair, heard, now }: { pair: readonly PairNode[]; heard: Readonly<Record<string, Heard<unknown>>>; now: number },
): EventsView {
  return {
    rows,
    waiting,
    notes: pair.flatMap(({ nodeId, name }) => note(heard[nodeId], name, now)),
    emptyText: emptyText(pair.map(({ nodeId }) => heard[nodeId])),
  };
}

function note(heard: Heard<unknown> | undefined, name: string, now: number): string[] {
  if (heard === undefined || heard.failure === null) return [];
  if (isNotReported(heard.failure)) return [`Not reported by ${name}.`];
  const sentence = failureSentence(heard.failure, name);
  if (heard.receivedAt === null) return [sentence];
  return [`${sentence} What it wrote down after ${momentInWords(heard.receivedAt, now)} is missing here.`];
}

function emptyText(all: readonly (Heard<unknown> | undefined)[]): string {
  if (all.some((heard) => heard?.receivedAt != null)) return 'No event yet';
  return all.some((heard) => heard === undefined) || all.length === 0 ? 'Asking …' : 'Nothing is known of events';
}
