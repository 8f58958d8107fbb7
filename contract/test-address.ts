import * as z from 'zod/mini';
import { isPublicAddress } from './public-address.ts';
import { runningState } from './roles.ts';

/** `POST /data/api/v1/networking/test-address`: who answers there, as this gateway sees it? */
export const testAddress = z.strictObject({
  /** As typed: `company.com:8080` or `https://host:port`. */
  address: z.string().check(
    z.maxLength(300, 'At most 300 characters'),
    z.refine((text) => isPublicAddress(text), { error: 'Enter host, host:port or http(s)://host:port' }),
  ),
  /** Of the page that asks: counts where the address has none. */
  scheme: z.enum(['http', 'https']),
});
export type TestAddress = z.infer<typeof testAddress>;

/** Nothing of what was answered is passed on but which node of the pair it is. */
export const testedAddress = z.discriminatedUnion('found', [
  z.object({ found: z.literal('node'), nodeId: z.string(), runningState }),
  /** A gateway, but none of this pair. */
  z.object({ found: z.literal('stranger') }),
  /** Something answers there that is no gateway. */
  z.object({ found: z.literal('somethingElse') }),
  z.object({ found: z.literal('noAnswer') }),
  /** The name leads to no address. */
  z.object({ found: z.literal('unknownName') }),
]);
export type TestedAddress = z.infer<typeof testedAddress>;

/** The origin that is asked; `null`: no address. */
export function testedOrigin({ address, scheme }: TestAddress): string | null {
  const url = /^https?:\/\//i.test(address) ? address : `${scheme}://${address}`;
  return isPublicAddress(address) && URL.canParse(url) ? new URL(url).origin : null;
}
