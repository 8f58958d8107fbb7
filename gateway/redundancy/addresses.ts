import { lookup } from 'node:dns/promises';
import type { Destination, NodeCard } from '#contract/link-frames';

type Scheme = 'http' | 'https';

/** An address as people write it: without the prefix of IPv4 in IPv6, and without brackets. */
export function plainHost(address: string): string {
  return address.replace(/^::ffff:(?=\d+\.)/i, '').replace(/^\[(.*)\]$/, '$1');
}

export function hostAndPort(host: string, port: number): string {
  return `${host.includes(':') && !host.startsWith('[') ? `[${host}]` : host}:${port}`;
}

function isLoopback(host: string): boolean {
  return host === 'localhost' || host === '::1' || host.startsWith('127.');
}

/** Whether the announced name leads to the address that the link came from. */
export async function leadsTo(hostName: string, address: string): Promise<boolean> {
  try {
    const found = await lookup(hostName, { all: true });
    return found.some((entry) => plainHost(entry.address) === address);
  } catch {
    return false;
  }
}

function origin(scheme: Scheme, host: string, port: number): string {
  return `${scheme}://${hostAndPort(host, port)}`;
}

/** How the other node is reached, from what it announced and from where its link came. */
export interface PeerPlace {
  card: NodeCard;
  /** Host of the other end of the link; on a Backup the host that it dials. */
  host: string;
  /** The announced host name leads there. */
  nameLeadsThere: boolean;
}

/** Where a browser may ask the node itself, best first. An address that both nodes share is no address of one. */
export function ownOrigins({ card, host, nameLeadsThere }: PeerPlace, scheme: Scheme): string[] {
  const port = scheme === 'http' ? card.httpPort : card.httpsPort;
  const hosts = isLoopback(host) ? ['localhost', '127.0.0.1'] : [host];
  if (card.hostName !== null && nameLeadsThere) hosts.push(card.hostName);
  return [...new Set(hosts)].map((name) => origin(scheme, name, port));
}

/** Every origin that a console of the node may be opened under. */
export function consoleOrigins(place: PeerPlace): string[] {
  const names = [
    ...(place.card.hostName === null ? [] : [place.card.hostName]),
    ...(isLoopback(place.host) ? ['::1'] : []),
  ];
  const ports: [Scheme, number][] = [
    ['http', place.card.httpPort],
    ['https', place.card.httpsPort],
  ];
  const named = names.flatMap((name) => ports.map(([scheme, port]) => origin(scheme, name, port)));
  const found = [...ownOrigins(place, 'http'), ...ownOrigins(place, 'https'), ...named];
  return [...new Set([...found, ...publicOrigins(place.card.publicAddress)])];
}

/** A public address as origins: without a scheme in both. */
export function publicOrigins(publicAddress: string): string[] {
  if (publicAddress === '') return [];
  const asTyped = /^https?:\/\//i.test(publicAddress)
    ? [publicAddress]
    : [`http://${publicAddress}`, `https://${publicAddress}`];
  return asTyped.filter((text) => URL.canParse(text)).map((text) => new URL(text).origin);
}

/** Where a page is sent when this node takes over: the order of the manual. */
export function destinationOf({ card, host, nameLeadsThere }: PeerPlace): Destination {
  if (card.publicAddress !== '') return { address: card.publicAddress, source: 'publicAddress' };
  if (card.hostName !== null && nameLeadsThere && !isLoopback(host)) {
    return { address: `${card.hostName}:${card.httpPort}`, source: 'hostName' };
  }
  return { address: hostAndPort(host, card.httpPort), source: 'linkAddress' };
}
