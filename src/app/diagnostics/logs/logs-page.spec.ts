import { Location } from '@angular/common';
import { TestbedHarnessEnvironment } from '@angular/cdk/testing/testbed';
import { ApplicationRef } from '@angular/core';
import { TestBed } from '@angular/core/testing';
import { provideRouter } from '@angular/router';
import { RouterTestingHarness } from '@angular/router/testing';
import { Store } from '@ngrx/store';
import type { Logger, LogLine } from '#contract/logs';
import { FakeEdge, provideFakeEdge, someSession } from '../../gateways/fake-edge.testing.ts';
import { addressOfB, answerAsPair } from '../../gateways/fake-pair.testing.ts';
import { FakeTime } from '../../gateways/fake-time.testing.ts';
import { sessionEvents } from '../../gateways/session-state.ts';
import { answerFrom, listed, someLine, someLogger } from './logs.testing.ts';
import { LogsPage } from './logs-page.ts';
import { LogsPageHarness } from './logs-page.harness.ts';

const lines = '/data/api/v1/logs';
const loggers = '/data/api/v1/logs/loggers';

describe('Diagnostics > Logs', () => {
  it('[D1] shows the log of the node that the page came from, newest first, and goes on as it is written', async () => {
    const { page, log, pass } = await setup();
    const table = await page.table();
    expect(await page.chosen('Node')).toBe('A (here)');
    expect(await table.column('message')).toEqual(['line 2', 'line 1']);
    expect(await page.state()).toBe('Live from A, newest first.');
    log.push(someLine(3));
    await pass(2000);
    expect(await table.column('message')).toEqual(['line 3', 'line 2', 'line 1']);
  });

  it('[D1] asks only for what is newer, every two seconds', async () => {
    const { edge, pass } = await setup();
    await pass(4000);
    const asked = edge.requests.filter(({ line }) => line === `GET ${lines}`).map(({ query }) => query.get('after'));
    expect(asked).toEqual([null, '2', '2']);
  });

  it('[D1] shows the log of the other node, known by its name', async () => {
    const { page, edge, pass } = await setup();
    edge.answer(`GET ${addressOfB}${lines}`, () => ({ body: listed([someLine(7, { message: 'written on B' })]) }));
    await page.choose('Node', 'B');
    await pass(300);
    expect(await (await page.table()).column('message')).toEqual(['written on B']);
    expect(await page.state()).toBe('Live from B, newest first.');
  });

  it('[D1] asks for level, logger and text once typing stops, and keeps them in the URL', async () => {
    const { page, edge, pass } = await setup();
    await page.choose('Minimum level', 'WARN');
    await page.type('Logger', 'redundancy.*');
    await pass(200);
    await page.type('Text', 'line 2');
    const before = edge.requests.length;
    await pass(299);
    expect(edge.requests.slice(before).filter(({ query }) => query.has('search'))).toEqual([]);
    await pass(1);
    const query = edge.requests.findLast(({ line }) => line === `GET ${lines}`)?.query;
    expect(query?.toString()).toBe('minLevel=WARN&logger=redundancy.*&search=line+2&limit=500');
    expect(TestBed.inject(Location).path()).toBe('/logs?minLevel=WARN&logger=redundancy.*&search=line%202');
    expect(await (await page.table()).column('message')).toEqual(['line 2']);
  });

  it('[D1] opens with the filters of a link, and says when no line matches them', async () => {
    const { page } = await setup({ url: '/logs?minLevel=ERROR&search=no+such+text' });
    expect(await page.chosen('Minimum level')).toBe('ERROR');
    expect(await page.typed('Text')).toBe('no such text');
    expect(await (await page.table()).text()).toContain('No line matches');
  });

  it('[D1] keeps the lines when the gateway stops answering, and says since when', async () => {
    const { page, edge, pass } = await setup();
    edge.answer(`GET ${lines}`, () => ({ status: 0 }));
    await pass(2000);
    expect(await page.state()).toMatch(/^As of \d\d:\d\d:07, no answer since\.\s+A does not answer this browser\.$/);
    expect(await (await page.table()).column('message')).toEqual(['line 2', 'line 1']);
    edge.answer(`GET ${lines}`, ({ query }) => ({ body: answerFrom([someLine(1), someLine(2), someLine(3)], query) }));
    await pass(5000);
    expect(await page.state()).toBe('Live from A, newest first.');
    expect((await (await page.table()).column('message')).length).toBe(3);
  });

  it('[D1] sets the level of a logger and shows it with the time it has left', async () => {
    const { page, edge, time, pass } = await setup();
    edge.answer(`POST ${loggers}/redundancy.link`, () => {
      const untilAt = time.now() + 900_000;
      const link: Logger = { name: 'redundancy.link', level: 'DEBUG', ownLevel: 'DEBUG', untilAt };
      edge.answer(`GET ${loggers}`, () => ({ body: listed([link]) }));
      return { body: {} };
    });
    const levels = await page.levels();
    await levels.change('redundancy.link');
    await levels.choose('Level', 'DEBUG');
    await levels.press('Set level');
    const sent = edge.requests.find(({ line }) => line.startsWith('POST'));
    expect(sent?.query.toString()).toBe('level=DEBUG&forMs=900000');
    await pass(0);
    expect(await levels.loggers()).toEqual(['redundancy.link: DEBUG for 15 min more']);
    await pass(200_000);
    expect(await levels.loggers()).toEqual(['redundancy.link: DEBUG for 12 min more']);
  });

  it('[D1] says at the logger why its level could not be set', async () => {
    const { page } = await setup();
    const levels = await page.levels();
    await levels.change('redundancy.link');
    await levels.press('Set level');
    expect(await levels.text()).toContain('Not set: A does not answer this browser.');
  });
});

async function setup(given: { url?: string } = {}) {
  const edge = new FakeEdge();
  const time = new FakeTime();
  const log: LogLine[] = [someLine(1), someLine(2)];
  answerAsPair(edge, time);
  edge.answer(`GET ${lines}`, ({ query }) => ({ body: answerFrom(log, query) }));
  edge.answer(`GET ${loggers}`, () => ({ body: listed([someLogger('redundancy.link')]) }));
  TestBed.configureTestingModule({
    providers: [provideFakeEdge(edge, time), provideRouter([{ path: 'logs', component: LogsPage }])],
  });
  const received = { askedAt: time.now(), receivedAt: time.now(), address: '', etag: null };
  TestBed.inject(Store).dispatch(sessionEvents.signInAnswered({ session: someSession(), received }));
  time.pass(0);
  const router = await RouterTestingHarness.create(given.url ?? '/logs');
  const pass = async (ms: number) => {
    time.pass(ms);
    await TestBed.inject(ApplicationRef).whenStable();
    time.pass(0);
  };
  await pass(0);
  const page = await TestbedHarnessEnvironment.documentRootLoader(router.fixture).getHarness(LogsPageHarness);
  return { page, edge, time, log, pass };
}
