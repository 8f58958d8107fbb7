import { emptyTank, stepTank, type TankState } from './tank.ts';

function after(seconds: number, tank: Partial<TankState>): TankState {
  let state = { ...emptyTank, automatic: false, ...tank };
  for (let step = 0; step < seconds * 4; step += 1) state = stepTank(state, 250);
  return state;
}

describe('The simulated tank', () => {
  it('fills by the pump and empties by the valve', () => {
    expect(after(10, { pump: true, valve: false }).level).toBeCloseTo(52, 1);
    expect(after(10, { pump: false, valve: true }).level).toBeLessThan(35);
    expect(after(10, { pump: false, valve: false }).level).toBe(40);
  });

  it('is never fuller than full, nor emptier than empty', () => {
    expect(after(300, { pump: true, valve: false }).level).toBe(100);
    expect(after(3000, { pump: false, valve: true }).level).toBeCloseTo(0, 5);
  });

  it('switches its pump by the level when it is automatic, and leaves it alone in between', () => {
    const levels: number[] = [];
    let state = { ...emptyTank, automatic: true };
    for (let step = 0; step < 4000; step += 1) {
      state = stepTank(state, 250);
      levels.push(state.level);
    }
    expect(Math.min(...levels)).toBeGreaterThan(29);
    expect(Math.max(...levels)).toBeLessThan(76);
    expect(Math.max(...levels) - Math.min(...levels)).toBeGreaterThan(40);
  });

  it('obeys a person when it is not automatic', () => {
    expect(after(1, { pump: false, level: 10 }).pump).toBeFalse();
  });
});
