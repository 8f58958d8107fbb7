import type { LiveLine, LivePage } from '#contract/runtime-live';
import type { Failure } from '../../gateways/failure.ts';
import type { LiveNews } from './live-connection.ts';
import { withSamples, type Trends } from './trends.ts';

/** Whoever is at the other end of the connection. */
export interface Served {
  nodeId: string;
  name: string;
  /** Does the work; else it stands by and shows what it hears of the other one. */
  running: boolean;
  /** Since when this page is served by it, epoch ms of this browser. */
  sinceAt: number;
}

/** All that an operator's page has heard. What is lost is still shown, with its age. */
export interface LiveState {
  page: LivePage | null;
  /** The page was taken out of the project. */
  gone: boolean;
  served: Served | null;
  /** Who served it before, behind the same address. */
  before: { name: string; at: number } | null;
  /** Clock of the node minus clock of this browser, ms. */
  clockOffsetMs: number;
  /** When the last line came, epoch ms of this browser. */
  receivedAt: number | null;
  failure: { reason: Failure; sinceAt: number } | null;
  trends: Trends;
}

export const nothingHeard: LiveState = {
  page: null,
  gone: false,
  served: null,
  before: null,
  clockOffsetMs: 0,
  receivedAt: null,
  failure: null,
  trends: {},
};

export function heard(state: LiveState, news: LiveNews): LiveState {
  if (news.kind === 'failed') {
    return { ...state, failure: { reason: news.failure, sinceAt: state.failure?.sinceAt ?? news.at } };
  }
  const { line, at, clockOffsetMs } = news;
  const page = pageAfter(state.page, line);
  const changed = state.served !== null && state.served.nodeId !== line.nodeId;
  return {
    page,
    gone: line.type === 'gone',
    served: {
      nodeId: line.nodeId,
      name: line.nodeName,
      running: line.running,
      sinceAt: changed ? at : (state.served?.sinceAt ?? at),
    },
    before: changed && state.served !== null ? { name: state.served.name, at } : state.before,
    clockOffsetMs,
    receivedAt: at,
    failure: null,
    trends: page === null ? state.trends : withSamples(state.trends, page, at),
  };
}

function pageAfter(page: LivePage | null, line: LiveLine): LivePage | null {
  switch (line.type) {
    case 'page':
      return line.page;
    case 'gone':
      return page;
    case 'changes':
      return page && { ...page, tags: replaced(page.tags, line.tags), alarms: replaced(page.alarms, line.alarms) };
  }
}

/** What is the same stays the same object. */
function replaced<T extends { name: string }>(all: readonly T[], changed: readonly T[]): T[] {
  const byName = new Map(changed.map((each) => [each.name, each]));
  return all.map((each) => byName.get(each.name) ?? each);
}
