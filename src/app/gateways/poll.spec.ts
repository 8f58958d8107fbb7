import { of, timer, map, type Observable } from 'rxjs';
import { TestScheduler, type RunHelpers } from 'rxjs/testing';
import { poll } from './poll.ts';

const good = { ok: true };
const bad = { ok: false };
const answers = { g: good, b: bad };

describe('poll', () => {
  it('asks at once and then once a period', () => {
    run(({ expectObservable }) => {
      const polled = poll(() => of(good), { periodMs: 10, visible: of(true), scheduler });
      expectObservable(polled, '25ms !').toBe('g 9ms g 9ms g', answers);
    });
  });

  it('counts the period from question to question, not from the answer', () => {
    run(({ expectObservable }) => {
      const polled = poll(() => after(4, good), { periodMs: 10, visible: of(true), scheduler });
      expectObservable(polled, '27ms !').toBe('4ms g 9ms g 9ms g', answers);
    });
  });

  it('never asks a slow gateway a second time before it answered', () => {
    run(({ expectObservable }) => {
      let underWay = 0;
      let most = 0;
      const slow = () => {
        most = Math.max(most, ++underWay);
        return after(35, good).pipe(map((answer) => (underWay--, answer)));
      };
      expectObservable(poll(slow, { periodMs: 10, visible: of(true), scheduler }), '80ms !').toBe(
        '35ms g 34ms g',
        answers,
      );
      scheduler.flush();
      expect(most).toBe(1);
    });
  });

  it('waits longer the more failures follow each other, at most five seconds, until any success', () => {
    run(({ expectObservable }) => {
      const scripted = [bad, bad, bad, bad, bad, good, bad, good];
      let round = 0;
      const polled = poll(() => of(scripted[round++] ?? good), { periodMs: 1000, visible: of(true), scheduler });
      expectObservable(polled, '19500ms !').toBe(
        'b 999ms b 1999ms b 3999ms b 4999ms b 4999ms g 999ms b 999ms g',
        answers,
      );
    });
  });

  it('asks nothing while the tab is hidden, and makes up for it as soon as it is shown', () => {
    run(({ hot, expectObservable }) => {
      const visible = hot('t 4ms f 44ms t 20ms |', { t: true, f: false });
      const polled = poll(() => of(good), { periodMs: 10, visible, scheduler });
      expectObservable(polled, '65ms !').toBe('g 49ms g 9ms g', answers);
    });
  });

  it('does not ask sooner because a tab was hidden for a moment', () => {
    run(({ hot, expectObservable }) => {
      const visible = hot('t 2ms f 2ms t 20ms |', { t: true, f: false });
      const polled = poll(() => of(good), { periodMs: 10, visible, scheduler });
      expectObservable(polled, '15ms !').toBe('g 9ms g', answers);
    });
  });

  it('stops asking when nobody listens any more', () => {
    run(({ expectObservable, flush }) => {
      let asked = 0;
      const request = () => {
        asked += 1;
        return of(good);
      };
      const polled = poll(request, { periodMs: 10, visible: of(true), scheduler });
      expectObservable(polled, '15ms !').toBe('g 9ms g', answers);
      flush();
      expect(asked).toBe(2);
    });
  });
});

let scheduler: TestScheduler;

function run(story: (helpers: RunHelpers) => void): void {
  scheduler = new TestScheduler((actual, expected) => expect(actual).toEqual(expected));
  scheduler.run(story);
}

function after<T>(ms: number, answer: T): Observable<T> {
  return timer(ms, scheduler).pipe(map(() => answer));
}
