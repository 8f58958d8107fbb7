import { networkInterfaces } from 'node:os';

/** Of every network interface of this computer. */
export function ownAddresses(): string[] {
  return Object.values(networkInterfaces()).flatMap((entries) => (entries ?? []).map(({ address }) => address));
}
