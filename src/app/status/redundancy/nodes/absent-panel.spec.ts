import { TestBed } from '@angular/core/testing';
import type { RedundancyStatus } from '#contract/redundancy-status';
import { backupStatus, exampleAt, masterStatus, peerFacts } from '#contract/status.testing';
import { AbsentPanel } from './absent-panel.ts';
import { absentView } from './absent-view.ts';

const never = peerFacts({ name: null, connected: false, connectedAt: null, address: null });

describe('The place of a partner that this browser was never told of', () => {
  it('[S1] says that it never connected, which address was tried, and the last error', async () => {
    const lastError = 'connect ECONNREFUSED 10.0.0.11:8060';
    const peer = { ...never, address: '10.0.0.11:8060', lastError };
    const text = await show(backupStatus({ peerConnected: false, understudy: { peer } }));
    expect(text).toContain('The other node · Master');
    expect(text).toContain('Never connected.');
    expect(text).toContain('Address tried 10.0.0.11:8060');
    expect(text).toContain(`Last error ${lastError}`);
  });

  it('[S1] says that a Master waits for its Backup', async () => {
    const text = await show(masterStatus({ peerConnected: false, understudy: { peer: never } }));
    expect(text).toContain('Address tried none a Master waits for its Backup to connect');
    expect(text).toContain('Last connected never');
    expect(text).toContain('Last error none');
  });

  it('[S1] is not kept for a gateway without a partner', () => {
    expect(absentView(masterStatus({ role: 'Independent' }), exampleAt)).toBeNull();
    expect(absentView(masterStatus({ understudy: { peer: null } }), exampleAt)).toBeNull();
  });
});

async function show(status: RedundancyStatus): Promise<string> {
  const fixture = TestBed.createComponent(AbsentPanel);
  fixture.componentRef.setInput('node', absentView(status, exampleAt));
  await fixture.whenStable();
  const element = fixture.nativeElement as HTMLElement;
  return [...element.querySelectorAll('h2, p, dt, dd span')].map((part) => part.textContent.trim()).join(' ');
}
