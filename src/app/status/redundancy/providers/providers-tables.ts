import type { Provider } from '#contract/providers';
import { cell, type Cell } from '../../../ui/cell.ts';
import { momentInUtc, momentInWords } from '../../../ui/moment.ts';
import { ageInWords, calmSpan, spanInWords } from '../../../ui/span.ts';

export interface ProviderColumn {
  label: string;
  /** Figures stand below each other, by their last digit. */
  numeric: boolean;
}

export interface ProviderRow {
  id: string;
  name: string;
  /** One for each column after the name. */
  cells: readonly Cell[];
}

/** What belongs together: where it comes from, and which way it goes. */
export interface ProviderGroup {
  kind: Provider['kind'];
  label: string;
  rows: readonly ProviderRow[];
}

/** What the cells depend on besides the provider. */
export interface ProviderContext {
  /** Epoch ms of this browser. */
  now: number;
  /** Clock of the node minus clock of this browser, ms. */
  skewMs: number;
  /** The rows are of now: an age can be told. */
  live: boolean;
  /** Name of the other node while it is away; `null`: it is connected. */
  away: string | null;
}

const notSent = cell('not sent over this link', { look: 'attention', hover: 'The link is not encrypted.' });

/** A confirmation comes every few seconds: what is younger than this is of now, ms. */
const calmMs = 10_000;
const whole = new Intl.NumberFormat('en-GB', { maximumFractionDigits: 0 });
const rate = new Intl.NumberFormat('en-GB', { minimumFractionDigits: 2, maximumFractionDigits: 2 });
const duration = new Intl.NumberFormat('en-GB', { minimumFractionDigits: 1, maximumFractionDigits: 1 });

export const sendColumns: readonly ProviderColumn[] = [
  { label: 'Pending Updates', numeric: true },
  { label: 'Queued Updates/sec', numeric: true },
  { label: 'Dispatched Updates/sec', numeric: true },
  { label: 'Time Needed', numeric: true },
];

export const receiveColumns: readonly ProviderColumn[] = [
  { label: 'Last Pull', numeric: false },
  { label: 'Last Pull Duration (ms)', numeric: true },
  { label: 'Last Apply Duration (ms)', numeric: true },
  { label: 'Full Sync Needed?', numeric: false },
  { label: 'System Restart Required', numeric: false },
  { label: 'Last Error', numeric: false },
];

const kinds: readonly Omit<ProviderGroup, 'rows'>[] = [
  { kind: 'config', label: 'Configuration, from the Master to the Backup' },
  { kind: 'runtime', label: 'Tags and alarms as they are now, from the active node' },
  { kind: 'shared', label: 'Records that both nodes write: they go both ways' },
];

export function groupsOf(
  items: readonly Provider[],
  direction: Provider['direction'],
  row: (provider: Provider) => ProviderRow,
): ProviderGroup[] {
  return kinds
    .map(({ kind, label }) => {
      const found = items.filter((provider) => provider.kind === kind && provider.direction === direction);
      return { kind, label, rows: found.map(row) };
    })
    .filter(({ rows }) => rows.length > 0);
}

export function sendRow(provider: Provider, context: ProviderContext): ProviderRow {
  const { id, name, pending, queuedPerSec, dispatchedPerSec } = provider;
  const waits = pending > 0 && context.away !== null;
  return {
    id,
    name,
    cells: [
      cell(whole.format(pending), { look: waits ? 'attention' : 'plain' }),
      cell(rate.format(queuedPerSec)),
      cell(rate.format(dispatchedPerSec)),
      timeNeeded(provider, context),
    ],
  };
}

export function receiveRow(provider: Provider, context: ProviderContext): ProviderRow {
  const { id, name, lastPullMs, lastApplyMs, fullSyncNeeded, restartRequired, lastError, withheld } = provider;
  return {
    id,
    name,
    cells: [
      lastPull(provider, context),
      durationCell(lastPullMs),
      durationCell(lastApplyMs),
      withheld === true ? notSent : demand(fullSyncNeeded),
      demand(restartRequired),
      lastError === null ? cell('none', { look: 'calm' }) : cell(lastError, { look: 'attention' }),
    ],
  };
}

/** What the backlog takes at the pace of now; a longer average would tell of the outage before it. */
function timeNeeded({ pending, drainPerSec = null, withheld }: Provider, { away }: ProviderContext): Cell {
  if (withheld === true) return notSent;
  if (pending === 0) return cell('none', { look: 'calm' });
  if (away !== null) return cell(`${away} is away`, { look: 'attention' });
  if (drainPerSec === null || drainPerSec <= 0) return cell('unknown', { look: 'missing' });
  return cell(spanInWords((pending / drainPerSec) * 1000));
}

function lastPull({ lastPullAt }: Provider, { now, skewMs, live }: ProviderContext): Cell {
  if (lastPullAt === null) return cell('never', { look: 'missing' });
  const at = lastPullAt - skewMs;
  const ageMs = now - at;
  const age = ageMs < calmMs ? ageInWords(0) : `${calmSpan(ageMs)} ago`;
  return cell(live ? age : momentInWords(at, now), { hover: momentInUtc(at) });
}

function durationCell(ms: number | null): Cell {
  return ms === null ? cell('never', { look: 'missing' }) : cell(duration.format(ms));
}

function demand(wanted: boolean): Cell {
  return wanted ? cell('Yes', { look: 'attention' }) : cell('No', { look: 'calm' });
}
