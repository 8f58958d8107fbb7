import { TestbedHarnessEnvironment } from '@angular/cdk/testing/testbed';
import { ApplicationRef, inputBinding, outputBinding, signal } from '@angular/core';
import { TestBed } from '@angular/core/testing';
import type { RedundancyEvent } from '#contract/redundancy-events';
import { exampleAt } from '#contract/status.testing';
import { EventsPanel } from './events-panel.ts';
import { EventsPanelHarness } from './events-panel.harness.ts';
import { emptyEvents, eventsInReach, olderOn, withEvents, withOlderEvents, type EventTail } from './event-tail.ts';
import { eventsView, noFilter, type EventFilter } from './events-view.ts';
import { nodeA, nodeB } from '../redundancy.testing.ts';
import { someEvent } from '../replication.testing.ts';

const pair = [nodeA, nodeB];
const answered = { value: null, receivedAt: exampleAt, failure: null };
const ofA = { nodeId: 'id-a' };
const ofB = { nodeId: 'id-b' };

describe('The events panel', () => {
  it('[S8] shows the events of both nodes as one, newest first, each with sign, word, time and node', async () => {
    let tail = told(emptyEvents, 'id-a', [someEvent(1, ofA), someEvent(4, { ...ofA, severity: 'error' })]);
    tail = told(tail, 'id-b', [someEvent(2, { ...ofB, severity: 'warning' })]);
    const { panel } = await setup(tail);
    expect(await panel.column('reason')).toEqual(['reason 4', 'reason 2', 'reason 1']);
    expect(await panel.column('severity')).toEqual(['Error', 'Warning', 'Info']);
    expect(await panel.column('node')).toEqual(['A', 'B', 'A']);
    expect((await panel.column('time'))[0]).toMatch(/^\d\d:14:11$/);
    expect(await panel.utcOfFirst()).toBe('2026-05-04 02:14:11 UTC');
  });

  it('[S8] names no node by its id: one that is no longer of the pair is another node', async () => {
    const { panel } = await setup(told(emptyEvents, 'id-a', [someEvent(1, { nodeId: '979d5aaa-4d69-488d-a3e3' })]));
    expect(await panel.column('node')).toEqual(['another node']);
  });

  it('[S8] says that there is no event yet', async () => {
    const { panel } = await setup(emptyEvents);
    expect(await panel.emptyText()).toBe('No event yet');
  });

  it('[S8] says of which node something is missing, and why', async () => {
    const refused = { kind: 'refused', status: 404, problem: null } as const;
    const { panel } = await setup(emptyEvents, {
      'id-a': { value: null, receivedAt: exampleAt, failure: { kind: 'noAnswer' } },
      'id-b': { value: null, receivedAt: null, failure: refused },
    });
    const [a, b] = await panel.notes();
    expect(a).toMatch(/^A does not answer this browser. What it wrote down after \d\d:14:07 is missing here.$/);
    expect(b).toBe('Not reported by B.');
  });

  it('[S8] does not claim that nothing happened where nobody reports it', async () => {
    const failure = { kind: 'refused', status: 404, problem: null } as const;
    const silent = { value: null, receivedAt: null, failure };
    const { panel } = await setup(emptyEvents, { 'id-a': silent, 'id-b': silent });
    expect(await panel.emptyText()).toBe('Nothing is known of events');
  });

  it('[S8] keeps the place of who reads further down: new events wait behind their number', async () => {
    const many = Array.from({ length: 60 }, (_, at) => someEvent(at + 1, ofA));
    const { panel, region, following, show, tail } = await setup(told(emptyEvents, 'id-a', many));
    await scrolled(region, () => (region.scrollTop = 300));
    expect(following).toEqual([true, false]);
    const before = await panel.topRow();
    const more = [someEvent(61, ofA), someEvent(62, ofA), someEvent(63, ofA)];
    await show(withEvents(tail, 'id-a', timed(more), false));
    expect(await panel.waiting()).toBe('3 new');
    expect(await panel.topRow()).toEqual(before);
    await scrolled(region, () => panel.showNew());
    expect(following).toEqual([true, false, true]);
    expect(region.scrollTop).toBe(0);
  });

  it('[S8] is as high without a row as with many', async () => {
    const few = await setup(emptyEvents);
    const height = few.root.getBoundingClientRect().height;
    const many = Array.from({ length: 60 }, (_, at) => someEvent(at + 1, ofA));
    await few.show(told(emptyEvents, 'id-a', many));
    expect((await few.panel.column('reason')).length).toBeGreaterThan(10);
    expect(few.root.getBoundingClientRect().height).toBe(height);
  });
});

describe('Many events', () => {
  const many = (count: number, from = 1) => Array.from({ length: count }, (_, at) => someEvent(from + at, ofA));

  it('[S8] are drawn only where they are seen, however many there are', async () => {
    const { panel, region } = await setup(told(emptyEvents, 'id-a', many(10_000)));
    expect((await panel.column('reason'))[0]).toBe('reason 10000');
    expect(await panel.drawn()).toBeLessThan(100);
    await scrolled(region, () => (region.scrollTop = region.scrollHeight / 2));
    expect(await panel.drawn()).toBeLessThan(100);
    expect(Math.abs(Number((await panel.column('reason'))[0]?.slice(7)) - 5000)).toBeLessThan(100);
    await scrolled(region, () => (region.scrollTop = region.scrollHeight));
    expect((await panel.column('reason')).at(-1)).toBe('reason 1');
  });

  it('[S8] stay where they are under the eyes of the reader, when others are put before them', async () => {
    const long = many(300, 1000).map((event, at) => ({
      ...event,
      reason: `${event.reason} ${'long '.repeat(at % 60)}`,
    }));
    const tail = told(emptyEvents, 'id-a', long);
    const { panel, region, show } = await setup(tail);
    await scrolled(region, () => (region.scrollTop = 3000));
    const before = await panel.topRow();
    await show(
      told(
        tail,
        'id-b',
        many(40, 2000).map((event) => ({ ...event, nodeId: 'id-b' })),
      ),
    );
    await TestBed.inject(ApplicationRef).whenStable();
    const after = await panel.topRow();
    expect(after.text).toBe(before.text);
    expect(Math.abs(after.px - before.px)).toBeLessThan(2);
  });

  it('[S8] have the older ones asked for when their reader comes near the end', async () => {
    const { region, olderAsked } = await setup(told(emptyEvents, 'id-a', many(200, 500)));
    expect(olderAsked()).toBe(0);
    await scrolled(region, () => (region.scrollTop = region.scrollHeight));
    expect(olderAsked()).toBeGreaterThan(0);
  });

  it('[S8] are filtered by severity and text', async () => {
    const { panel, filters } = await setup(told(emptyEvents, 'id-a', many(3)));
    await panel.chooseSeverity('error');
    await panel.search('Active');
    expect(filters[0]).toEqual({ severity: 'error', search: '' });
    expect(filters.at(-1)).toEqual({ severity: 'error', search: 'Active' });
  });
});

describe('The events that the page keeps', () => {
  it('[S8] have each event once, however often it is answered, by whichever node', () => {
    let tail = told(told(emptyEvents, 'id-a', [someEvent(1, ofA)]), 'id-a', [someEvent(1, ofA), someEvent(2, ofA)]);
    tail = withEvents(tail, 'id-b', timed([{ ...someEvent(2, ofA), id: 77 }]), true);
    expect(tail.events.map(({ id }) => id)).toEqual([2, 1]);
    expect(tail.cursors).toEqual({ 'id-a': 2, 'id-b': 77 });
  });

  it('[S8] reach back to the oldest one of a page, even if it came to the node last', () => {
    const late = { ...someEvent(1, ofB), id: 300 };
    const tail = told(emptyEvents, 'id-a', [someEvent(3, ofA), someEvent(2, ofA), late]);
    const reach = { 'id-a': { ...tail.reach['id-a']!, ended: false } };
    expect(olderOn({ ...tail, reach }, ['id-a'])).toEqual([{ nodeId: 'id-a', before: 300 }]);
    expect(tail.events.map(({ id }) => id)).toEqual([3, 2, 300]);
  });

  it('[S8] are shown as far back as both nodes have answered', () => {
    const of = (nodeId: string, from: number, count: number) =>
      Array.from({ length: count }, (_, at) => someEvent(from + at, { nodeId }));
    const both = ['id-a', 'id-b'];
    let tail = told(told(emptyEvents, 'id-a', of('id-a', 1000, 200)), 'id-b', of('id-b', 1100, 200));
    expect(eventsInReach(tail, both).length).toBe(300);
    expect(olderOn(tail, both)).toEqual([
      { nodeId: 'id-b', before: 1100 },
      { nodeId: 'id-a', before: 1000 },
    ]);
    tail = withOlderEvents(tail, 'id-b', timed(of('id-b', 1050, 50)), false);
    expect(eventsInReach(tail, both).length).toBe(400);
    tail = withOlderEvents(tail, 'id-b', [], true);
    expect(eventsInReach(tail, both).length).toBe(450);
    expect(olderOn(tail, both)).toEqual([{ nodeId: 'id-a', before: 1000 }]);
    expect(eventsInReach(told(emptyEvents, 'id-a', of('id-a', 1, 3)), both).length).toBe(3);
  });
});

function timed(events: RedundancyEvent[]) {
  return events.map((event) => ({ ...event, seenAt: event.at }));
}

/** To a reader at the top. */
function told(tail: EventTail, nodeId: string, events: RedundancyEvent[]): EventTail {
  return withEvents(tail, nodeId, timed(events), true);
}

type AllHeard = Parameters<typeof eventsView>[1]['heard'];

/** Acts, then waits for the browser to tell of it and for the page to draw. */
async function scrolled(region: Element, act: () => unknown): Promise<void> {
  const toldOf = new Promise((resolve) => region.addEventListener('scroll', resolve, { once: true }));
  await act();
  await toldOf;
  await TestBed.inject(ApplicationRef).whenStable();
}

async function setup(tail: EventTail, heard: AllHeard = { 'id-a': answered, 'id-b': answered }) {
  const viewOf = (now: EventTail) =>
    eventsView(
      {
        list: { events: eventsInReach(now, ['id-a', 'id-b']), pair, minuteAt: exampleAt },
        waiting: now.waiting.length,
        more: olderOn(now, ['id-a', 'id-b']).length > 0,
        filter: noFilter,
      },
      { pair, heard, now: exampleAt },
    );
  const view = signal(viewOf(tail));
  const following: boolean[] = [];
  const filters: EventFilter[] = [];
  let older = 0;
  const fixture = TestBed.createComponent(EventsPanel, {
    bindings: [
      inputBinding('view', view),
      outputBinding<boolean>('following', (follows) => following.push(follows)),
      outputBinding('olderWanted', () => (older += 1)),
      outputBinding<EventFilter>('filterChosen', (filter) => filters.push(filter)),
    ],
  });
  const panel = await TestbedHarnessEnvironment.harnessForFixture(fixture, EventsPanelHarness);
  const root = fixture.nativeElement as HTMLElement;
  const region = root.querySelector('[role=region]')!;
  const show = async (next: EventTail) => {
    view.set(viewOf(next));
    await fixture.whenStable();
  };
  return { panel, root, region, following, filters, olderAsked: () => older, show, tail };
}
