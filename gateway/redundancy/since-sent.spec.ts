import { sinceSent } from './since-sent.ts';

describe('How long a transfer took', () => {
  it('[S6] is counted by the clock of the receiver, whatever the sender shows', () => {
    expect(sinceSent(9000, 5070, 4000)).toBe(70);
    expect(sinceSent(1000, 5070, -4000)).toBe(70);
  });

  it('[S6] is never less than nothing, however the clocks were compared', () => {
    expect(sinceSent(9000, 4990, 4000)).toBe(0);
  });

  it('[S6] is not known before the clocks are compared', () => {
    expect(sinceSent(9000, 9070, null)).toBeNull();
  });
});
