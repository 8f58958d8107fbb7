import { TestBed } from '@angular/core/testing';
import { backupStatus, exampleAt, masterStatus, peerFacts, plainStatus } from '#contract/status.testing';
import type { NodeFacts } from '../../../gateways/gateways-state.ts';
import { LinkPanel } from './link-panel.ts';
import { linkView } from './link-view.ts';
import { knownFacts } from '../redundancy.testing.ts';

const lost = peerFacts({ connected: false, lostAt: exampleAt - 180_000 });

describe('The link between the cards', () => {
  it('[S13] shows the round trip and the missed pings against their limit', async () => {
    expect(await show([knownFacts(masterStatus())])).toBe('linked round trip < 5 ms 0/10 pings missed');
  });

  it('[S1] warns when the clocks of the nodes are more than half a second apart', async () => {
    const peer = peerFacts({ clockOffsetMs: -730 });
    expect(await show([knownFacts(masterStatus({ understudy: { peer } }))])).toContain('clocks 700 ms apart (!)');
  });

  it('[S1] says that a plain link does not carry users and passwords', async () => {
    const peer = peerFacts({ confidential: false });
    expect(await show([knownFacts(masterStatus({ understudy: { peer } }))])).toBe(
      'linked not encrypted: users and passwords are not replicated (!) round trip < 5 ms 0/10 pings missed',
    );
  });

  it('[S1] is lost as soon as one live node says so, and says since when', async () => {
    const alone = backupStatus({ peerConnected: false, understudy: { peer: lost } });
    expect(await show([knownFacts(masterStatus()), knownFacts(alone)])).toMatch(
      /^link lost since \d\d:11:07 \(3 min\)$/,
    );
  });

  it('[S1] is told by the live node only', async () => {
    const alone = knownFacts(backupStatus({ peerConnected: false, understudy: { peer: lost } }));
    const silent = knownFacts(masterStatus(), { statement: { receivedAt: exampleAt - 5000 } });
    expect(await show([silent, alone])).toContain('link lost');
    expect(await show([silent])).toBe('link not known');
  });

  it('[S1] says that there never was one', async () => {
    const never = peerFacts({ connected: false, connectedAt: null });
    expect(await show([knownFacts(masterStatus({ peerConnected: false, understudy: { peer: never } }))])).toBe(
      'never linked',
    );
  });

  it('[S1] says no more than a plain status tells', async () => {
    expect(await show([knownFacts(plainStatus(masterStatus()))])).toBe('linked');
  });
});

async function show(nodes: NodeFacts[]): Promise<string> {
  const fixture = TestBed.createComponent(LinkPanel);
  fixture.componentRef.setInput('link', linkView(nodes, exampleAt));
  await fixture.whenStable();
  const element = fixture.nativeElement as HTMLElement;
  return [...element.querySelectorAll('p')]
    .map((part) => part.textContent.trim() + (part.classList.contains('attention') ? ' (!)' : ''))
    .join(' ');
}
