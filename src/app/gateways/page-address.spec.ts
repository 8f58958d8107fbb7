import { DOCUMENT } from '@angular/core';
import { TestBed } from '@angular/core/testing';
import { PageAddress, withLuggage } from './page-address.ts';

describe('A page that moved here', () => {
  it('[P3] brings its ticket and what was typed, and leaves the address as it was', () => {
    const page = { typed: 'Pump 2 ~moved~ & 50 %' };
    const address = withLuggage('http://b:8089/runtime/works/tank?wall=2#top', { ticket: 'us1.x', page });
    const { opened, replaceState } = open(address);
    expect(replaceState).toHaveBeenCalledOnceWith(null, '', '/runtime/works/tank?wall=2#top');
    expect(opened.takeTicket()).toBe('us1.x');
    expect(opened.takePage()).toEqual(page);
    expect([opened.takeTicket(), opened.takePage()]).toEqual([null, undefined]);
  });

  it('[P3] had no fragment before, and has none afterwards', () => {
    const { replaceState } = open(withLuggage('http://b:8089/runtime/works/tank', { ticket: null, page: null }));
    expect(replaceState).toHaveBeenCalledOnceWith(null, '', '/runtime/works/tank');
  });

  it('[P3] is not made up by a link: what cannot be read is nothing', () => {
    for (const nonsense of ['#~moved~%7Bnot', '#~moved~%E0%A4%A', '#top~moved~[1]', '#~moved~{"ticket":7}']) {
      const { opened } = open(`http://b:8089/runtime/works/tank${nonsense}`);
      expect([opened.takeTicket(), opened.takePage()]).toEqual([null, undefined]);
    }
  });
});

function open(address: string) {
  const replaceState = jasmine.createSpy();
  const location = new URL(address);
  TestBed.resetTestingModule().configureTestingModule({
    providers: [{ provide: DOCUMENT, useValue: { location, defaultView: { history: { replaceState } } } }],
  });
  return { opened: TestBed.runInInjectionContext(() => new PageAddress()), replaceState };
}
