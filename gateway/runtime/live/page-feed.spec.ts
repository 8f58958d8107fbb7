import type { LivePage } from '#contract/runtime-live';
import { quietAlarm } from '../alarms/evaluate-alarm.ts';
import { PageFeed } from './page-feed.ts';

const level = { name: 'Level', value: 40, quality: 'Good', at: 1, dataType: 'number', writable: false } as const;

const limit = { tag: 'Level', condition: 'above', limit: 90, priority: 'high' } as const;
const alarm = { ...quietAlarm, ...limit, name: 'High' };

describe('The feed of a page', () => {
  let page: LivePage | null;
  let marks: Record<string, object>;
  let gone: string[];
  let running: boolean;
  let feed: PageFeed;
  let lines: { type: string; tags?: { name: string }[]; running: boolean }[];

  beforeEach(() => {
    jasmine.clock().install().mockDate();
    page = { projectTitle: 'Works', title: 'Tank', tags: [level], trends: [], alarms: [] };
    marks = { Level: {} };
    gone = [];
    running = true;
    lines = [];
    feed = new PageFeed({
      page: () => page,
      markOfTag: (name) => marks[name],
      markOfAlarm: (name) => marks[name],
      tag: (name) => (gone.includes(name) ? null : { ...level, name }),
      alarm: (name) => (gone.includes(name) ? null : alarm),
      said: () => ({ running, nodeId: 'a', nodeName: 'A', at: Date.now() }),
    });
  });
  afterEach(() => jasmine.clock().uninstall());

  const follow = () => feed.follow((text) => lines.push(JSON.parse(text) as (typeof lines)[number]));
  const types = () => lines.map(({ type, tags }) => (tags === undefined ? type : `${type} ${tags.length}`));

  it('[P1] tells the whole page first, and then what is written', () => {
    const end = follow();
    marks = { Level: {} };
    jasmine.clock().tick(250);
    jasmine.clock().tick(400);
    end();
    expect(types()).toEqual(['page', 'changes 1']);
  });

  it('[P1] says every second that it lives, and at once that its node runs no more', () => {
    const end = follow();
    jasmine.clock().tick(2100);
    expect(types()).toEqual(['page', 'changes 0', 'changes 0']);
    running = false;
    jasmine.clock().tick(250);
    expect(lines.at(-1)?.running).toBeFalse();
    end();
  });

  it('[P1] tells the page anew when it is changed, and that it is gone when it is', () => {
    const end = follow();
    feed.rebuild();
    page = null;
    feed.rebuild();
    end();
    expect(types()).toEqual(['page', 'page', 'gone']);
  });

  it('[P1] goes on without a tag and an alarm that are gone before it hears that the configuration was changed', () => {
    const flow = { ...level, name: 'Flow' };
    page = { projectTitle: 'Works', title: 'Tank', tags: [level, flow], trends: [], alarms: [alarm] };
    const end = follow();
    gone = ['Flow', 'High'];
    marks = { Level: {}, Flow: {}, High: {} };
    jasmine.clock().tick(250);
    end();
    expect(lines.at(-1)?.tags?.map(({ name }) => name)).toEqual(['Level']);
  });

  it('[P1] looks at nothing while nobody looks at the page', () => {
    follow()();
    marks = { Level: {} };
    jasmine.clock().tick(5000);
    expect(types()).toEqual(['page']);
  });
});
