import { RuntimePages } from './runtime-pages.ts';

describe('The runtime pages that ask for the heartbeat', () => {
  it('[P2] spread over 2 s per thousand, and not at all while they are fewer than fifty', () => {
    const { pages, hear } = setup();
    hear(49);
    expect(pages.spreadMs()).toBe(0);
    hear(50);
    expect(pages.spreadMs()).toBe(100);
    hear(1000);
    expect(pages.spreadMs()).toBe(2000);
    hear(1000);
    expect(pages.spreadMs()).toBe(2000);
  });

  it('[P2] are forgotten once they have asked no more for as long as a hidden tab may sleep', () => {
    const { pages, hear, pass } = setup();
    hear(100);
    pass(60_000);
    hear(60);
    pass(16_000);
    expect(pages.spreadMs()).toBe(120);
    pass(60_000);
    expect(pages.spreadMs()).toBe(0);
  });

  it('[P2] are counted up to a limit, however many names a stranger makes up', () => {
    const { pages, hear } = setup();
    hear(50_000);
    expect(pages.spreadMs()).toBe(20_000);
  });
});

function setup() {
  let now = 0;
  const pages = new RuntimePages(() => now);
  return {
    pages,
    hear: (count: number) => Array.from({ length: count }, (_, at) => pages.heard(`page ${at}`)),
    pass: (ms: number) => (now += ms),
  };
}
