import { failureSentence } from '../../../gateways/failure-sentences.ts';
import type { PairNode } from '../../../gateways/pair-selectors.ts';
import { isNotReported, type Heard } from '../../../gateways/poll-pair.ts';
import type { IconName } from '../../../ui/icon.ts';
import { momentInUtc, momentInWords, withMomentsInWords } from '../../../ui/moment.ts';
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

/** What somebody looks for. */
export interface EventFilter {
  /** `null`: every one. */
  severity: TimedEvent['severity'] | null;
  search: string;
}

export const noFilter: EventFilter = { severity: null, search: '' };

/** The events, and what their words depend on. Only those that are drawn are put into words. */
export interface EventList {
  events: readonly TimedEvent[];
  pair: readonly PairNode[];
  /** The minute that it is decides which of them tell their date. */
  minuteAt: number;
}

export interface EventsView {
  list: EventList;
  /** How many events wait. */
  waiting: number;
  /** There are older ones, which were not asked for yet. */
  more: boolean;
  filter: EventFilter;
  /** Of which node something is missing, and why. */
  notes: readonly string[];
  /** Said while there are no rows. */
  emptyText: string;
}

export const noEventsView: EventsView = {
  list: { events: [], pair: [], minuteAt: 0 },
  waiting: 0,
  more: false,
  filter: noFilter,
  notes: [],
  emptyText: 'Asking …',
};

type Severity = Pick<EventRow, 'icon' | 'word'>;

const severities: Readonly<Record<TimedEvent['severity'], Severity>> = {
  info: { icon: 'info', word: 'Info' },
  warning: { icon: 'attention', word: 'Warning' },
  error: { icon: 'bad', word: 'Error' },
};

/** What can be chosen; an empty value is every one. */
export const severityChoices: readonly { value: TimedEvent['severity'] | ''; label: string }[] = [
  { value: '', label: 'Every severity' },
  { value: 'info', label: 'Info' },
  { value: 'warning', label: 'Warning' },
  { value: 'error', label: 'Error' },
];

export function severityOf(value: string): TimedEvent['severity'] | null {
  return value === 'info' || value === 'warning' || value === 'error' ? value : null;
}

/** Some of the events, in words. */
export function eventRows({ events, pair, minuteAt }: EventList, first: number, end: number): EventRow[] {
  const names = Object.fromEntries(pair.map(({ nodeId, name }) => [nodeId, name]));
  return events.slice(first, end).map((event) => ({
    key: keyOf(event),
    severity: event.severity,
    ...severities[event.severity],
    time: momentInWords(event.seenAt, minuteAt),
    utc: momentInUtc(event.seenAt),
    node: names[event.nodeId] ?? 'another node',
    reason: withMomentsInWords(event.reason, minuteAt),
  }));
}

/** `heard`: by node id, what became of the last request. */
export function eventsView(
  { list, waiting, more, filter }: Pick<EventsView, 'list' | 'waiting' | 'more' | 'filter'>,
  { pair, heard, now }: { pair: readonly PairNode[]; heard: Readonly<Record<string, Heard<unknown>>>; now: number },
): EventsView {
  const isFiltered = filter.severity !== null || filter.search !== '';
  return {
    list,
    waiting,
    more,
    filter,
    notes: pair.flatMap(({ nodeId, name }) => note(heard[nodeId], name, now)),
    emptyText: emptyText(
      pair.map(({ nodeId }) => heard[nodeId]),
      isFiltered ? 'No such event' : 'No event yet',
    ),
  };
}

function note(heard: Heard<unknown> | undefined, name: string, now: number): string[] {
  if (heard === undefined || heard.failure === null) return [];
  if (isNotReported(heard.failure)) return [`Not reported by ${name}.`];
  const sentence = failureSentence(heard.failure, name);
  if (heard.receivedAt === null) return [sentence];
  return [`${sentence} What it wrote down after ${momentInWords(heard.receivedAt, now)} is missing here.`];
}

function emptyText(all: readonly (Heard<unknown> | undefined)[], nothing: string): string {
  if (all.some((heard) => heard?.receivedAt != null)) return nothing;
  return all.some((heard) => heard === undefined) || all.length === 0 ? 'Asking …' : 'Nothing is known of events';
}
