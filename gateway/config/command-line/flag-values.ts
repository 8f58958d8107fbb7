import { redundancyConfig } from '#contract/redundancy-config';
import * as z from 'zod/mini';
import { exitCodes, StartError } from '../../exit-codes.ts';

/** One of the words, spelled exactly. Throws a `StartError` that names the flag. */
export function oneOf<const T extends string>(flag: string, words: readonly T[], text: string): T {
  const found = words.find((word) => word === text);
  if (found === undefined) throw wrong(flag, words.join(', '), text);
  return found;
}

export function wholeNumber(flag: string, text: string, least: number, most: number): number {
  const number = /^\d{1,15}$/.test(text) ? Number(text) : NaN;
  if (!(number >= least && number <= most)) {
    throw wrong(flag, `a whole number from ${String(least)} to ${String(most)}`, text);
  }
  return number;
}

/** `https://host:port` or `http://host:port`; without a port the usual one of the link: 8060 with TLS, 8088 without. */
export function masterAddress(flag: string, text: string): { host: string; port: number; enableSsl: boolean } {
  const url = /^https?:\/\/[^/?#@\s]+\/?$/i.test(text) && URL.canParse(text) ? new URL(text) : null;
  const host = z.safeParse(redundancyConfig.shape.gatewayNetworkSetup.shape.host, url?.hostname ?? ' ');
  // URL leaves out a port that is usual for the scheme in the web: 443 and 80 are said by their absence.
  const typed = /:(\d+)\/?$/.exec(text)?.[1];
  if (url === null || !host.success || typed === '0') throw wrong(flag, 'https://host:port or http://host:port', text);
  const enableSsl = url.protocol === 'https:';
  return { host: host.data, port: typed === undefined ? (enableSsl ? 8060 : 8088) : Number(typed), enableSsl };
}

function wrong(flag: string, wanted: string, text: string): StartError {
  return new StartError(exitCodes.badCommandLine, `${flag} must be ${wanted}, not ${JSON.stringify(text)}`);
}
