import type { Faults } from './world.ts';

export const noFaults: Faults = {
  cuts: false,
  crashes: false,
  pauses: false,
  slowDisk: false,
  fullDisk: false,
  crashesInWrites: false,
  handovers: false,
  timings: false,
  failingDisk: false,
};

export const deathAndStall: Faults = {
  ...noFaults,
  crashes: true,
  pauses: true,
  slowDisk: true,
  crashesInWrites: true,
  handovers: true,
  timings: true,
};

export const everyFault: Faults = { ...deathAndStall, cuts: true, fullDisk: true, failingDisk: true };
