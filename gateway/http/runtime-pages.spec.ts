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

  it('[P2] keep nobody waiting longer than for a thousand, however many names a stranger makes up', () => {
    const { pages, hear } = setup();
    hear(50_000, '10.0.0.66');
    expect(pages.spreadMs()).toBe(2000);
    hear(500, '10.0.0.7');
    expect(pages.spreadMs()).toBe(3000);
  });

  it('[P2] are of one network whatever IPv6 address of it they ask from', () => {
    const { pages, hear } = setup();
    for (const host of [':1', ':2', 'a:b:c:d']) hear(700, `2001:db8:0:5:${host}`);
    expect(pages.spreadMs()).toBe(2000);
    hear(700, '2001:db8::1');
    expect(pages.spreadMs()).toBe(3400);
    hear(700, '2001:db8::2');
    expect(pages.spreadMs()).toBe(4000);
  });

  it('[P2] are counted once though they ask by a load balancer and directly', () => {
    const { pages } = setup();
    for (let at = 0; at < 400; at += 1) {
      pages.heard(`page ${at}`, '10.0.0.1');
      pages.heard(`page ${at}`, `10.0.2.${at % 200}`);
    }
    expect(pages.spreadMs()).toBe(800);
  });

  it('[P2] make room at their address when they are forgotten', () => {
    const { pages, hear, pass } = setup();
    hear(1000);
    pass(76_000);
    hear(600);
    expect(pages.spreadMs()).toBe(1200);
  });

  it('[P2] are counted up to a limit from wherever they come', () => {
    const { pages, hear } = setup();
    for (let host = 0; host < 20; host += 1) hear(1000, `10.0.1.${host}`);
    expect(pages.spreadMs()).toBe(20_000);
  });
});

function setup() {
  let now = 0;
  const pages = new RuntimePages(() => now);
  return {
    pages,
    hear: (count: number, address = '10.0.0.1') =>
      Array.from({ length: count }, (_, at) => pages.heard(`page ${address} ${at}`, address)),
    pass: (ms: number) => (now += ms),
  };
}
