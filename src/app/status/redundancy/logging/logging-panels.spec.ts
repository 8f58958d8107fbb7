import { TestbedHarnessEnvironment } from '@angular/cdk/testing/testbed';
import { ApplicationRef } from '@angular/core';
import { TestBed } from '@angular/core/testing';
import { provideRouter } from '@angular/router';
import { Store } from '@ngrx/store';
import { Subject } from 'rxjs';
import { providerLogger, type Logger, type LogLine } from '#contract/logs';
import { exampleAt } from '#contract/status.testing';
import { FakeEdge, provideFakeEdge, someSession, type FakeRequest } from '../../../gateways/fake-edge.testing.ts';
import { addressOfB, answerAsPair } from '../../../gateways/fake-pair.testing.ts';
import { FakeTime } from '../../../gateways/fake-time.testing.ts';
import { ON_SCREEN } from '../../../gateways/on-screen.ts';
import { sessionEvents } from '../../../gateways/session-state.ts';
import { LoggingLevelsHarness, LoggingLinesHarness } from './logging-panels.harness.ts';
import { RedundancyPage } from '../redundancy-page.ts';
import { providerList, someProvider } from '../replication.testing.ts';

const logs = '/data/api/v1/logs';
const name = providerLogger('tag-config-resource');
const set = `${logs}/loggers/${name}`;

describe('Status > Redundancy, what the providers log', () => {
  it('[S9] shows the minimum level of each provider on both nodes', async () => {
    const { levels, b, pass } = await setup();
    expect(await levels.rows()).toEqual(['Tag Configuration: INFO | INFO']);
    b.logger = { ...b.logger, level: 'DEBUG', ownLevel: 'DEBUG', untilAt: exampleAt + 1_000_000 };
    await pass(2000);
    expect((await levels.rows())[0]).toMatch(/^Tag Configuration: INFO \| DEBUG, 1\d min left$/);
  });

  it('[S9] sets a level on both nodes, each at its own address, and counts down to its end', async () => {
    const { levels, a, b, pass } = await setup();
    await levels.change('Tag Configuration');
    await levels.choose('Minimum level', 'TRACE');
    await levels.press('Set level');
    for (const { orders } of [a, b]) expect(orders).toEqual(['level=TRACE&forMs=900000&merge=false']);
    await pass(0);
    expect(await levels.rows()).toEqual(['Tag Configuration: TRACE, 15 min left | TRACE, 15 min left']);
    expect(await levels.outcome()).toEqual(['Set on A and B.']);
    await pass(870_000);
    expect((await levels.rows())[0]).toMatch(/TRACE, 3[01] s left \| TRACE, 3[01] s left$/);
    await pass(32_000);
    expect(await levels.rows()).toEqual(['Tag Configuration: INFO | INFO']);
  });

  it('[S9] sets a level on one node only, until changed', async () => {
    const { levels, a, b, pass } = await setup();
    await levels.change('Tag Configuration');
    await levels.choose('On', 'B only');
    await levels.choose('For', 'Until changed');
    await levels.press('Set level');
    await pass(0);
    expect([a.orders, b.orders]).toEqual([[], ['level=DEBUG&merge=false']]);
    expect(await levels.rows()).toEqual(['Tag Configuration: INFO | DEBUG until changed']);
  });

  it('[S9] says of each node whether it took the level', async () => {
    const { levels, edge, pass } = await setup();
    edge.answer(`POST ${addressOfB}${set}`, () => ({ status: 0 }));
    await levels.change('Tag Configuration');
    await levels.press('Set level');
    await pass(0);
    expect(await levels.outcome()).toEqual(['Set on A.', 'Not set on B: B does not answer this browser.']);
    expect(await levels.rows()).toEqual(['Tag Configuration: DEBUG, 15 min left | INFO']);
  });

  it('[S9] merges the lines of a provider into the log when asked to, and says where they are', async () => {
    const { levels, a, pass } = await setup();
    await levels.change('Tag Configuration');
    expect(await (await levels.merge()).isChecked()).toBeFalse();
    await (await levels.merge()).check();
    await levels.choose('On', 'A only');
    await levels.press('Set level');
    await pass(0);
    expect(a.orders).toEqual(['level=DEBUG&forMs=900000&merge=true']);
    expect((await levels.rows())[0]).toContain('15 min left also in Diagnostics > Logs | INFO');
  });

  it('[S9] lets nobody but an administrator change a level', async () => {
    const { levels } = await setup('viewer');
    expect(await levels.mayChange()).toBeFalse();
    expect(await levels.text()).toContain('Only an administrator changes levels.');
  });

  it('[S9] shows the lines of both nodes in one order and goes on by cursor', async () => {
    const { lines, a, b, edge, pass } = await setup();
    expect(await lines.column('message')).toEqual(['b 2', 'a 1']);
    expect(await lines.column('node')).toEqual(['B', 'A']);
    expect(await lines.column('logger')).toEqual([name, name]);
    expect((await lines.column('time'))[0]).toMatch(/\d\d:\d\d:\d\d\.\d\d\d$/);
    a.lines.push(line(9, 'a 9'));
    b.lines.push(line(5, 'b 5'));
    await pass(2000);
    expect(await lines.column('message')).toEqual(['a 9', 'b 5', 'b 2', 'a 1']);
    await pass(2000);
    const last = edge.requests.findLast((request) => request.line === `GET ${addressOfB}${logs}`);
    expect(last?.query.toString()).toBe('logger=redundancy.provider.*&limit=500&after=5');
  });

  it('[S9] asks nothing while it is out of sight', async () => {
    const { edge, onScreen, pass } = await setup();
    onScreen.next(false);
    const before = edge.requests.filter((request) => request.line.includes(logs)).length;
    await pass(20_000);
    expect(edge.requests.filter((request) => request.line.includes(logs)).length).toBe(before);
  });

  it('[S9] draws few of ten thousand lines, and keeps the place while new ones arrive', async () => {
    const { lines, a, pass, root } = await setup();
    for (let round = 0; round < 20; round += 1) {
      for (let id = 10 + round * 500; id < 510 + round * 500; id += 1) a.lines.push(line(id, `a ${id}`));
      await pass(2000);
    }
    const region = root.querySelector('us-logging-lines-panel [role=region]')!;
    expect((await lines.column('message')).length).toBeLessThan(150);
    expect(region.scrollHeight).toBeGreaterThan(100_000);
    await scrolled(region, 20_000);
    const top = () => document.elementFromPoint(...middleOf(region))?.closest('tr')?.textContent;
    const seen = top();
    expect(seen).toContain('redundancy.provider');
    for (let id = 20_000; id < 20_012; id += 1) a.lines.push(line(id, `a ${id}`));
    await pass(2000);
    expect(top()).toBe(seen);
    expect(await lines.waiting()).toBe('12 new');
    const told = new Promise((resolve) => region.addEventListener('scroll', resolve, { once: true }));
    await lines.showNew();
    await told;
    await TestBed.inject(ApplicationRef).whenStable();
    expect((await lines.column('message'))[0]).toBe('a 20011');
    expect(await lines.waiting()).toBeNull();
  });
});

async function scrolled(region: Element, to: number): Promise<void> {
  const told = new Promise((resolve) => region.addEventListener('scroll', resolve, { once: true }));
  region.scrollTop = to;
  await told;
  await TestBed.inject(ApplicationRef).whenStable();
}

function middleOf(region: Element): [number, number] {
  region.scrollIntoView({ block: 'center' });
  const { left, top, width, height } = region.getBoundingClientRect();
  return [left + width / 2, top + height / 2];
}

function line(id: number, message: string): LogLine {
  return { id, timestamp: exampleAt + id, loggerName: name, level: 'DEBUG', message };
}

interface FakeNode {
  logger: Logger;
  lines: LogLine[];
  /** What it was ordered. */
  orders: string[];
}

/** As a gateway does by the contract. */
function answerLogs(edge: FakeEdge, address: string, node: FakeNode, time: FakeTime): void {
  const list = <T>(items: T[], matching = items.length) => {
    return { items, metadata: { total: matching, matching, limit: 500, offset: 0 } };
  };
  edge.answer(`GET ${address}${logs}/loggers`, () => {
    const { untilAt } = node.logger;
    const isOver = untilAt !== null && untilAt <= time.now();
    if (isOver) node.logger = { ...node.logger, level: 'INFO', ownLevel: null, untilAt: null };
    return { body: list([node.logger]) };
  });
  edge.answer(`GET ${address}${logs}`, ({ query }) => {
    const newer = node.lines.filter(({ id }) => id > Number(query.get('after') ?? -1));
    return { body: list(newer.slice(0, 500), newer.length) };
  });
  edge.answer(`POST ${address}${set}`, ({ query }: FakeRequest) => {
    node.orders.push(query.toString());
    const level = query.get('level') === 'TRACE' ? 'TRACE' : 'DEBUG';
    const forMs = query.get('forMs');
    const untilAt = forMs === null ? null : time.now() + Number(forMs);
    node.logger = { name, level, ownLevel: level, untilAt, merge: query.get('merge') === 'true' };
    return { body: node.logger };
  });
}

async function setup(role: 'administrator' | 'viewer' = 'administrator') {
  const edge = new FakeEdge();
  const time = new FakeTime(exampleAt);
  const onScreen = new Subject<boolean>();
  const logger: Logger = { name, level: 'INFO', ownLevel: null, untilAt: null, merge: false };
  const a: FakeNode = { logger, lines: [line(1, 'a 1')], orders: [] };
  const b: FakeNode = { logger, lines: [line(2, 'b 2')], orders: [] };
  answerAsPair(edge, time);
  for (const [address, node] of [['', a] as const, [addressOfB, b] as const]) {
    answerLogs(edge, address, node, time);
    edge.answer(`GET ${address}/data/api/v1/redundancy/providers`, () => ({ body: providerList([someProvider()]) }));
  }
  TestBed.configureTestingModule({
    providers: [provideFakeEdge(edge, time), provideRouter([]), { provide: ON_SCREEN, useValue: () => onScreen }],
  });
  const received = { askedAt: time.now(), receivedAt: time.now(), address: '', etag: null };
  const session = someSession({ role, ticketRemainingMs: 3_600_000 });
  TestBed.inject(Store).dispatch(sessionEvents.signInAnswered({ session, received }));
  const fixture = TestBed.createComponent(RedundancyPage);
  const pass = async (ms: number) => {
    time.pass(ms);
    await TestBed.inject(ApplicationRef).whenStable();
    time.pass(0);
    await TestBed.inject(ApplicationRef).whenStable();
  };
  const root = fixture.nativeElement as HTMLElement;
  root.querySelector('summary')!.click();
  await pass(2000);
  onScreen.next(true);
  await pass(2000);
  const loader = TestbedHarnessEnvironment.loader(fixture);
  const levels = await loader.getHarness(LoggingLevelsHarness);
  const lines = await loader.getHarness(LoggingLinesHarness);
  return { levels, lines, edge, time, onScreen, a, b, pass, root };
}
