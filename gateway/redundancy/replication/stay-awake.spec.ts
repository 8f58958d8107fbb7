import { StayAwake } from './stay-awake.ts';

describe('While an answer is awaited, the event loop', () => {
  let elapsedMs = 0;
  let turns: (() => void)[] = [];
  let awake: StayAwake;
  const turn = () => turns.splice(0).forEach((work) => work());
  const answerAfter = (ms: number) => {
    awake.asked();
    elapsedMs += ms;
    awake.answered();
    turn();
  };
  beforeEach(() => {
    elapsedMs = 0;
    turns = [];
    awake = new StayAwake({ elapsed: () => elapsedMs, nextTurn: (work) => turns.push(work) });
  });

  it('[G3] sleeps as long as nobody knows how soon answers come, and where they take long', () => {
    awake.asked();
    expect(turns.length).toBe(0);
    answerAfter(3);
    awake.asked();
    expect(turns.length).toBe(0);
  });

  it('[G3] stays awake where the last answer came at once, until the next one is there', () => {
    answerAfter(0.2);
    awake.asked();
    for (let count = 0; count < 4; count += 1) {
      expect(turns.length).toBe(1);
      elapsedMs += 0.1;
      turn();
    }
    awake.answered();
    turn();
    expect(turns.length).toBe(0);
  });

  it('[G3] falls asleep when the answer takes longer after all', () => {
    answerAfter(0.2);
    awake.asked();
    elapsedMs += 0.6;
    turn();
    expect(turns.length).toBe(0);
    elapsedMs += 5;
    awake.answered();
    awake.asked();
    expect(turns.length).toBe(0);
  });

  it('[G3] falls asleep when nobody waits any more, and turns once for two questions that follow each other', () => {
    answerAfter(0.2);
    awake.asked();
    awake.answered();
    awake.asked();
    expect(turns.length).toBe(1);
    awake.sleep();
    turn();
    expect(turns.length).toBe(0);
  });
});
