import type { Changeover, Changeovers } from '#contract/changeovers';
import { failureSentence } from '../../../gateways/failure-sentences.ts';
import { isNotReported, type Heard } from '../../../gateways/poll-pair.ts';
import { cell, type Cell } from '../../../ui/cell.ts';
import { momentInUtc, momentInWords } from '../../../ui/moment.ts';
import { spanInWords } from '../../../ui/span.ts';

export const changeoverColumns = ['When', 'Cause', 'From → To', 'Gap', 'Overlap', 'Asked by', 'Comment'] as const;

export interface ChangeoverRow {
  key: string;
  /** One for each column. */
  cells: readonly Cell[];
}

export interface ChangeoversView {
  rows: readonly ChangeoverRow[];
  /** Why there is nothing newer, or that there are older ones. */
  notes: readonly string[];
  /** Said while there are no rows. */
  emptyText: string;
}

export const noChangeovers: ChangeoversView = { rows: [], notes: [], emptyText: 'Asking …' };

/** What a node answered, and the name of the node that was asked. */
export type ChangeoversHeard = Heard<Changeovers> & { name: string };

interface Reading {
  /** Epoch ms of this browser. */
  now: number;
  /** Clock of a node minus clock of this browser, ms. */
  skewMs: (nodeId: string) => number;
}

const causes: Readonly<Record<Changeover['cause'], string>> = {
  start: 'Start',
  planned: 'Planned',
  nodeLost: 'Node lost',
  nodeStopped: 'Node stopped',
  takeBack: 'Automatic take-back',
  splitBrain: 'Split brain resolved',
  forced: 'Forced',
};

export function changeoversView(heard: ChangeoversHeard | null, reading: Reading): ChangeoversView {
  if (heard === null) return noChangeovers;
  const { value, failure, name } = heard;
  if (failure !== null && isNotReported(failure)) return { ...noChangeovers, emptyText: `Not reported by ${name}.` };
  const trouble = failure === null ? [] : [failureSentence(failure, name)];
  if (value === null) return { ...noChangeovers, emptyText: trouble[0] ?? noChangeovers.emptyText };
  const { items, metadata } = value;
  const older = metadata.matching > items.length ? [`The newest ${items.length} of ${metadata.matching}.`] : [];
  return {
    rows: items.map((item) => row(item, reading)),
    notes: [...trouble, ...older],
    emptyText: 'No changeover yet',
  };
}

function row(changeover: Changeover, { now, skewMs }: Reading): ChangeoverRow {
  const { epoch, cause, from, to, requester, comment } = changeover;
  const at = changeover.at - skewMs(changeover.nodeId);
  return {
    key: `${epoch.number} ${epoch.nodeId}`,
    cells: [
      cell(momentInWords(at, now), { hover: momentInUtc(at) }),
      cell(causes[cause]),
      cell(from === null ? `nobody known → ${to.name}` : `${from.name} → ${to.name}`),
      gapOf(changeover),
      length(changeover.overlapMs),
      said(requester, 'nobody'),
      said(comment, 'none'),
    ],
  };
}

/** Of a node that was lost it is counted from when it was last heard: it worked a little longer than that. */
function gapOf({ cause, gapMs }: Changeover): Cell {
  const gap = length(gapMs);
  return cause === 'nodeLost' && gapMs !== null ? { ...gap, text: `at most ${gap.text}` } : gap;
}

function length(ms: number | null): Cell {
  if (ms === null) return cell('not measured', { look: 'missing' });
  return cell(spanInWords(ms), { hover: `${Math.round(ms)} ms` });
}

function said(text: string | null, nothing: string): Cell {
  return text === null || text === '' ? cell(nothing, { look: 'missing' }) : cell(text);
}
