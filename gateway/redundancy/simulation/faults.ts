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
  maintenance: false,
  force: false,
  histories: false,
};

export const deathAndStall: Faults = {
  ...noFaults,
  crashes: true,
  pauses: true,
  slowDisk: true,
  crashesInWrites: true,
  handovers: true,
  timings: true,
  maintenance: true,
};

export const everyFault: Faults = { ...deathAndStall, cuts: true, fullDisk: true, failingDisk: true };

/** Disks are exchanged for empty ones or older copies, and the Master is edited: the two get different histories. */
export const otherHistories: Faults = { ...everyFault, histories: true };

/** With a person who activates nodes by force: two may be active then, but never under one epoch. */
export const withForce: Faults = { ...everyFault, force: true };
