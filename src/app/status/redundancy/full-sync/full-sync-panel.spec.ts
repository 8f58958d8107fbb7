import { TestBed } from '@angular/core/testing';
import type { SyncProgress, UnderstudyStatus } from '#contract/redundancy-status';
import { backupStatus, exampleAt, masterStatus } from '#contract/status.testing';
import type { GatewaysState } from '../../../gateways/gateways-state.ts';
import { FullSyncPanel } from './full-sync-panel.ts';
import { fullSyncView } from './full-sync-view.ts';
import { knownFacts, nodeA, nodeB } from '../redundancy.testing.ts';

const progress: SyncProgress = {
  scope: 'configuration',
  bytes: 12_300_000,
  totalBytes: 55_900_000,
  startedAt: exampleAt - 600,
  bytesPerSec: 21_800_000,
};
const quiet = { state: 'done', lastGoodAt: exampleAt, held: false, fullSyncsLastHour: 0, loop: false } as const;

describe('What is said of full synchronisations', () => {
  it('[S11] is bytes, percent, rate and time left while one runs', async () => {
    const text = await show({ ...quiet, state: 'running', progress });
    expect(text).toContain('12.3 MB of 55.9 MB (22 %) · 21.8 MB/s, 2 s left');
  });

  it('[S11] is no rate before one was measured', async () => {
    const begun = { ...progress, bytes: 0, bytesPerSec: null };
    expect(await show({ ...quiet, progress: begun })).toContain('0 B of 55.9 MB (0 %) · rate not measured yet');
  });

  it('[S11] is told by whichever node is further', async () => {
    const text = await show({ ...quiet, progress }, { ...quiet, progress: { ...progress, bytes: 27_950_000 } });
    expect(text).toContain('(50 %)');
  });

  it('[S14] is how many there were in the last hour that a node needed, and that they repeat', async () => {
    expect(await show(quiet)).toContain('None was needed in the last hour. Those that a person asked for are not');
    expect(await show(quiet, { ...quiet, fullSyncsLastHour: 1 })).toContain('One was needed in the last hour.');
    const text = await show(quiet, { ...quiet, fullSyncsLastHour: 4, loop: true });
    expect(text).toContain('4 were needed in the last hour');
    expect(text).toContain('Sync loop');
  });

  it('[S14] is of what they were: what both nodes count once, and what each did itself', async () => {
    const sent = {
      ...quiet,
      fullSyncsLastHour: 3,
      fullSyncsOf: { 'alarm-state': 1, 'tag-values': 1, configuration: 1 },
    };
    const took = { ...quiet, fullSyncsLastHour: 2, fullSyncsOf: { configuration: 1, 'tag-values': 2, waves: 1 } };
    expect(await show(sent, took)).toContain(
      '6 were needed in the last hour: configuration 1, tag values 3, alarm state 1, waves 1. Those',
    );
    const none = { ...quiet, fullSyncsOf: {} };
    expect(await show(none, none)).toContain('None was needed in the last hour. Those');
  });

  it('[S14] is by whom they were counted while only one node answers', async () => {
    const silent = knownFacts(masterStatus({ understudy: { sync: { ...quiet, fullSyncsOf: { 'tag-values': 2 } } } }), {
      statement: { receivedAt: 0 },
      failure: { reason: { kind: 'noAnswer' }, since: 1000 },
    });
    const took = backupStatus({
      understudy: { sync: { ...quiet, fullSyncsLastHour: 1, fullSyncsOf: { modules: 1 } } },
    });
    const nodes = { 'id-a': silent, 'id-b': knownFacts(took) };
    expect(await draw({ hereId: 'id-a', directory: [], nodes })).toContain(
      'One was needed in the last hour, as B counted: modules 1. Those',
    );
  });

  it('[G3] is that the active node has everything, and when it takes it', async () => {
    expect(await show(quiet, { ...quiet, held: true })).toContain(
      'B has the whole configuration and takes it when it is no longer the active node.',
    );
  });

  it('[S11] is not known while no node answers', async () => {
    const facts = knownFacts(masterStatus({ understudy: { sync: quiet } }), { statement: { receivedAt: 0 } });
    expect(await draw({ hereId: 'id-a', directory: [], nodes: { 'id-a': facts } })).toContain('Not known');
  });
});

function show(master: UnderstudyStatus['sync'], backup: UnderstudyStatus['sync'] = quiet): Promise<string> {
  const nodes = {
    'id-a': knownFacts(masterStatus({ understudy: { sync: master } })),
    'id-b': knownFacts(backupStatus({ understudy: { sync: backup } })),
  };
  return draw({ hereId: 'id-a', directory: [], nodes });
}

async function draw(gateways: GatewaysState): Promise<string> {
  const fixture = TestBed.createComponent(FullSyncPanel);
  fixture.componentRef.setInput('view', fullSyncView([nodeA, nodeB], gateways, exampleAt));
  await fixture.whenStable();
  return (fixture.nativeElement as HTMLElement).textContent.replace(/\s+/g, ' ');
}
