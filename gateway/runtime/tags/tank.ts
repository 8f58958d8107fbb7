/** What a tank is set to and holds. `level` in percent. */
export interface TankState {
  level: number;
  pump: boolean;
  valve: boolean;
  /** The pump is switched by the level, not by a person. */
  automatic: boolean;
}

export const emptyTank: TankState = { level: 40, pump: false, valve: true, automatic: true };

/** Percent of the tank per second that the pump brings in, and that the open valve lets out of a full tank. */
const inflowPerSecond = 1.2;
const outflowPerSecond = 0.9;
/** Between these the automatic keeps the level, percent. */
const startsBelow = 30;
const stopsAbove = 75;

/** A simulated tank: a pump fills it, a valve empties it, the faster the fuller it is. */
export function stepTank(before: TankState, elapsedMs: number): TankState {
  const pump = before.automatic ? switched(before) : before.pump;
  const seconds = elapsedMs / 1000;
  const inflow = pump ? inflowPerSecond : 0;
  const outflow = before.valve ? outflowPerSecond * Math.sqrt(before.level / 100) : 0;
  const level = Math.min(100, Math.max(0, before.level + (inflow - outflow) * seconds));
  return { ...before, pump, level };
}

function switched({ level, pump }: TankState): boolean {
  if (level < startsBelow) return true;
  return level > stopsAbove ? false : pump;
}
