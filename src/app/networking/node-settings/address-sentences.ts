import type { NodeSettingsView } from '#contract/node-settings';
import { isPublicAddress } from '#contract/public-address';
import type { SettingsDraft } from './settings-draft.ts';

const because: Record<NodeSettingsView['effectiveAddress']['source'], string> = {
  publicAddress: 'the public address',
  hostName: 'the host name that this node announces',
  linkAddress: 'the address of this node on the link',
  unknown: 'not known yet',
};

/** What an empty public address comes to. `null`: one is typed. */
export function emptyAddressHint(view: NodeSettingsView, draft: SettingsDraft): string | null {
  if (draft.publicAddress !== '') return null;
  const { address, source } = detected(view);
  if (address === null && view.saved.publicAddress !== '') {
    return 'Empty: the host name that this node announces would be used, else its address on the link.';
  }
  if (address === null) return 'Empty: no address is known yet. The other node tells it while it is linked.';
  return `Empty: ${address} is used, ${because[source]}.`;
}

/** Where the operators of the other node go when it fails. `null`: what is typed is no address. */
export function destinationSentence(view: NodeSettingsView, draft: SettingsDraft, other: string | null): string | null {
  if (draft.publicAddress !== '' && !isPublicAddress(draft.publicAddress)) return null;
  const [event, whose] =
    other === null ? ['If the other node fails', 'operators on it'] : [`If ${other} fails`, `operators on it`];
  const address = draft.publicAddress === '' ? detected(view).address : draft.publicAddress;
  if (address === null) return `${event}, ${whose} are sent to an address that is not known yet.`;
  if (draft.publicAddress === '') {
    const secure = `${address.replace(/:\d+$/, '')}:${view.running.httpsPort}`;
    return `${event}, ${whose} are sent to ${address}, those of pages with https to ${secure}.`;
  }
  const scheme = /^https?:\/\//i.test(address) ? '' : ', with http or https as their page had';
  return `${event}, ${whose} are sent to ${address}${scheme}.`;
}

/** What is typed here and could stand at the other node too: one address that leads to whichever works. */
export function addressForBoth(draft: SettingsDraft, other: SettingsDraft | null): string | null {
  const { publicAddress } = draft;
  const isAddress = publicAddress !== '' && isPublicAddress(publicAddress);
  return isAddress && other !== null && other.publicAddress !== publicAddress ? publicAddress : null;
}

/** What a test of the address would ask for: what is typed, else what is used without it. `null`: nothing to ask. */
export function addressToTest(view: NodeSettingsView, draft: SettingsDraft): string | null {
  if (draft.publicAddress !== '') return isPublicAddress(draft.publicAddress) ? draft.publicAddress : null;
  const { address } = detected(view);
  // The port that comes with it is the one without TLS.
  return address === null ? null : `http://${address}`;
}

/** Whether the gateway has yet to hear from the other node what an empty public address comes to. */
export function awaitsAddress({ saved, effectiveAddress }: NodeSettingsView): boolean {
  return saved.publicAddress === '' && effectiveAddress.source === 'publicAddress';
}

/** With a public address, saved or until just now, the gateway says nothing of the automatic one. */
function detected({ effectiveAddress }: NodeSettingsView): NodeSettingsView['effectiveAddress'] {
  return effectiveAddress.source === 'publicAddress' ? { address: null, source: 'unknown' } : effectiveAddress;
}
