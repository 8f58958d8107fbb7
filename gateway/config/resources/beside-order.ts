import type { Epoch } from '#contract/epoch';

/** What another thread needs to write into the configuration. */
export interface BesideOrder {
  path: string;
  logBytes: number;
  epoch: Epoch | null;
}
