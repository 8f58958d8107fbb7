import type { LivePage } from '#contract/runtime-live';
import { PageFeed } from './page-feed.ts';

const level = { name: 'Level', value: 40, quality: 'Good', at: 1, dataType: 'number', writable: false } as const;

describe('The feed of a page', () => {
  let page: LivePage | null;
  let marks: Record<string, object>;
  let running: boolean;
  let feed: PageFeed;
  let lines: { type: string; tags?: { name: string }[]; running: boolean }[];

  beforeEach(() => {
    jasmine.clock().install().mockDate();
    page = { projectTitle: 'Works', title: 'Tank', tags: [level], trends: [], alarms: [] };
    marks = { Level: {} };
    running = true;
    lines = [];
    feed = new PageFeed({
      page: () => page,
      markOfTag: (name) => marks[name],
      markOfAlarm: () => null,
      tag: () => level,
      alarm: () => {
        throw new Error('There is none');
      },
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

  it('[P1] looks at nothing while nobody looks at the page', () => {
    follow()();
    marks = { Level: {} };
    jasmine.clock().tick(5000);
    expect(types()).toEqual(['page']);
  });
});
