import type { TestedAddress } from '#contract/test-address';

/** `notAsked`: the place itself could not be asked, and why. */
export type Seen = TestedAddress | { found: 'notAsked'; why: string };

/** One of the places from which the address is asked. */
export interface Viewpoint {
  /** `null`: this browser; else the gateway. */
  nodeId: string | null;
  name: string;
  /** `null`: not answered yet. */
  seen: Seen | null;
}

/** A test of one address, from everywhere. */
export interface AddressTest {
  /** As it was when the test was asked for. */
  address: string;
  /** What is really asked: `https://company.com:8080`. */
  origin: string;
  /** Epoch ms of this browser. */
  startedAt: number;
  views: readonly Viewpoint[];
}

/** Whether every computer means itself by the address. */
export function isLocal(origin: string): boolean {
  const { hostname } = new URL(origin);
  const isName = hostname === 'localhost' || hostname.endsWith('.localhost');
  return isName || hostname === '[::1]' || /^127(\.\d+){3}$/.test(hostname);
}

/** Whether the page came with TLS and the address goes without: browsers let such a page ask only this computer. */
export function isMixed(origin: string, pageScheme: 'http' | 'https'): boolean {
  return pageScheme === 'https' && origin.startsWith('http:');
}
