import { TestbedHarnessEnvironment } from '@angular/cdk/testing/testbed';
import { inputBinding, outputBinding, signal, twoWayBinding } from '@angular/core';
import { TestBed } from '@angular/core/testing';
import type { RedundancyConfig } from '#contract/redundancy-config';
import { warningOf } from './config-notes.ts';
import { settings } from './config-settings.ts';
import type { ConfigDraft } from './config-draft.ts';
import type { ConfigScene } from './config-scene.ts';
import { RedundancySettingsCard } from './redundancy-settings-card.ts';
import { SettingsCardHarness } from '../../ui/form/settings-card.harness.ts';
import { sceneOfA, sceneOfB, someBackupConfig, someConfig } from './redundancy-settings.testing.ts';

describe('The redundancy settings of a node', () => {
  it('[N5] show the failover timeout as ping rate × missed pings, beside the measured round trip', async () => {
    const { card } = await setup();
    expect(await card.text()).toContain('says nothing for 10 s (10 pings, one every 1 s) counts as gone.');
    expect(await card.text()).toContain('A ping and its answer take at most 1 ms now.');
    await card.type('Ping Rate', '500');
    expect(await card.text()).toContain('5 s (10 pings, one every 500 ms)');
  });

  it('[N5] say what the other node decides, and with which value', async () => {
    const { card } = await setup();
    expect(await card.decidedAt('Recovery Mode')).toBe('decided on A: Manual');
    const master = await setup({ saved: someConfig(), scene: sceneOfA() });
    expect(await master.card.decidedAt('Ping Rate')).toBe('decided on B: 1 s');
    expect(await master.card.decidedAt('Master Node Address')).toBe('decided on B: pump-a');
    expect(await master.card.valueAt('Ping Timeout')).toBe('300');
  });

  it('[N5] give back to a node what it decides in another mode', async () => {
    const { card } = await setup({ saved: someConfig(), scene: sceneOfA() });
    await card.choose('Mode', 'Backup');
    expect(await card.valueAt('Ping Rate')).toBe('1000');
    expect(await card.text()).toContain('Without it this node connects to nobody.');
  });

  it('[N5] send nothing of what the other node decides, whatever was typed before', async () => {
    const { card, saved } = await setup();
    await card.type('Ping Rate', '3');
    await card.choose('Mode', 'Master');
    expect(await card.canPress('Save')).toBeTrue();
    await card.press('Save');
    expect(saved).toEqual([someBackupConfig({ role: 'Master' })]);
  });

  it('[N5] are checked by the schema of the gateway while they are typed', async () => {
    const { card } = await setup();
    await card.type('Max Missed Pings', '3');
    expect(await card.errorAt('Max Missed Pings')).toBe('At least 4: the time-out must span four pings');
    expect(await card.saveEffects()).toContain('Correct Max Missed Pings first: At least 4');
    expect(await card.canPress('Save')).toBeFalse();
    await card.type('Ping Rate', '');
    expect(await card.errorAt('Ping Rate')).toBe('Enter a whole number');
    await card.type('Master Node Address', 'pump-a:8060');
    expect(await card.errorAt('Master Node Address')).toBe('Enter a host name or an address, without a port');
  });

  it('[N6] warn of a ping timeout above the ping rate, and let it be saved', async () => {
    const { card } = await setup();
    expect(await card.notesAt('Ping Timeout')).not.toContain('Longer');
    await card.type('Ping Timeout', '1500');
    expect(await card.notesAt('Ping Timeout')).toContain('Longer than the ping rate of 1 s');
    expect(await card.canPress('Save')).toBeTrue();
  });

  it('[N6] warn of an allowance below the failover timeout', async () => {
    const { card } = await setup();
    expect(await card.notesAt('Startup Connection Allowance')).not.toContain('Less');
    await card.type('Startup Connection Allowance', '9999');
    expect(await card.notesAt('Startup Connection Allowance')).toContain('it waits 10 s anyway');
  });

  it('[N6] warn of a link without SSL: of what it does not carry, and of a Master that refuses it', () => {
    const setting = settings.find(({ member }) => member === 'enableSsl')!;
    const plain = someBackupConfig({ network: { enableSsl: false } });
    const refusing = { name: 'A', role: 'Master' as const, config: someConfig() };
    expect(warningOf(setting, plain, sceneOfB({ other: refusing }))).toBe(
      'A takes links with SSL only: switch Use SSL off there first. ' +
        'Without SSL users, passwords and modules are not sent to the Backup.',
    );
    const taking = { ...refusing, config: someConfig({ network: { enableSsl: false } }) };
    expect(warningOf(setting, plain, sceneOfB({ other: taking }))).not.toContain('first');
    expect(warningOf(setting, someBackupConfig(), sceneOfB({ other: refusing }))).toBeNull();
  });

  it('[N6] warn where the failover timeout is close to the round trip', async () => {
    const { card } = await setup({ scene: sceneOfB({ roundTripMs: 900 }) });
    expect(await card.text()).not.toContain('little room');
    await card.type('Ping Rate', '500');
    expect(await card.text()).toContain('That is little room');
  });

  it('[N6] say before a save that it drops the link', async () => {
    const { card } = await setup();
    await card.type('Port', '8061');
    expect(await card.saveEffects()).toContain('Port: 8060 → 8061: B connects anew.');
    expect(await card.saveEffects()).toContain('This drops the link between B and A.');
  });

  it('[N5] disable what a flag pins and say which', async () => {
    const { card } = await setup({ pinned: { '/gatewayNetworkSetup/host': '--master' } });
    expect(await card.isDisabled('Master Node Address')).toBeTrue();
    expect(await card.notesAt('Master Node Address')).toContain('Set by --master.');
    expect(await card.isDisabled('Ping Rate')).toBeFalse();
  });

  it('[N5] stand what the gateway refused at its field until that is changed, and may be sent again', async () => {
    const draft = someBackupConfig({ network: { port: 80 } });
    const errors = [{ pointer: '/gatewayNetworkSetup/port', detail: 'Port 80 is closed' }];
    const { card } = await setup({ draft, rejection: { rejected: draft, errors } });
    expect(await card.errorAt('Port')).toBe('Port 80 is closed');
    expect(await card.canPress('Save')).toBeTrue();
    await card.type('Port', '8061');
    expect(await card.errorAt('Port')).toBe('');
  });

  it('[N5] are only to be read for who is no administrator', async () => {
    const { card } = await setup({ mayEdit: false });
    expect(await card.isDisabled('Ping Rate')).toBeTrue();
    expect(await card.saveEffects()).toBe('Only an administrator changes settings.');
  });
});

interface Given {
  saved: RedundancyConfig;
  scene: ConfigScene;
  draft: ConfigDraft;
  pinned: Record<string, string>;
  rejection: { rejected: ConfigDraft; errors: { pointer: string; detail: string }[] };
  mayEdit: boolean;
}

async function setup(given: Partial<Given> = {}) {
  const config = given.saved ?? someBackupConfig();
  const other = { name: 'A', role: 'Master' as const, config: someConfig({ masterRecoveryMode: 'Manual' }) };
  const saved: RedundancyConfig[] = [];
  const fixture = TestBed.createComponent(RedundancySettingsCard, {
    bindings: [
      inputBinding('view', () => ({ saved: config, pinned: given.pinned ?? {} })),
      inputBinding('scene', () => given.scene ?? sceneOfB({ other })),
      inputBinding('mayEdit', () => given.mayEdit ?? true),
      inputBinding('rejection', () => given.rejection ?? null),
      twoWayBinding('draft', signal<ConfigDraft>(given.draft ?? config)),
      outputBinding<RedundancyConfig>('save', (body) => saved.push(body)),
    ],
  });
  const card = await TestbedHarnessEnvironment.loader(fixture).getHarness(SettingsCardHarness);
  return { card, saved };
}
