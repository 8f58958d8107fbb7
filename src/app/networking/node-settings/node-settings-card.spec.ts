import { inputBinding, outputBinding, signal, twoWayBinding } from '@angular/core';
import { TestbedHarnessEnvironment } from '@angular/cdk/testing/testbed';
import { TestBed } from '@angular/core/testing';
import type { NodeSettings } from '#contract/node-settings';
import { NodeSettingsCard } from './node-settings-card.ts';
import { SettingsCardHarness } from '../../ui/form/settings-card.harness.ts';
import { someNode, someSettings, someView } from './node-settings.testing.ts';
import type { SettingsDraft } from './settings-draft.ts';
import type { Rejection } from '../../gateways/edited.ts';

describe('The card of a node', () => {
  it('[N1] names the node, its role and where the page came from', async () => {
    const { card } = await setup({ node: someNode({ name: 'A', role: 'Master', here: true }) });
    expect(await card.text()).toContain('A · Master');
    expect(await card.text()).toContain('you are here');
  });

  it('[N1] says that the node name is not replicated, and saves a changed one', async () => {
    const { card, saved } = await setup();
    expect(await card.notesAt('Node Name')).toContain('Not replicated');
    await card.type('Node Name', 'Pump house');
    expect(await card.saveEffects()).toContain('Node Name: A → Pump house: at once, on this node only');
    await card.press('Save');
    expect(saved).toEqual([someSettings({ nodeName: 'Pump house' })]);
  });

  it('[N1] shows the System Name on a Backup read-only, with the Master to go to', async () => {
    const { card } = await setup({
      node: someNode({ name: 'B', role: 'Backup', otherName: 'A' }),
      view: someView({ systemNameEditable: false }),
    });
    expect(await card.isReadonly('System Name')).toBeTrue();
    expect(await card.notesAt('System Name')).toContain('edited on the Master A');
  });

  it('[N1] saves nothing while nothing is changed', async () => {
    const { card } = await setup();
    expect(await card.canPress('Save')).toBeFalse();
    expect(await card.saveEffects()).toBe('Nothing changed.');
    await card.type('Node Name', 'C');
    expect(await card.canPress('Save')).toBeTrue();
    await card.type('Node Name', 'A');
    expect(await card.canPress('Save')).toBeFalse();
  });

  it('[N2] says at the field what the schema finds wrong, and does not save it', async () => {
    const { card } = await setup();
    await card.type('HTTP Port', '99999');
    expect(await card.errorAt('HTTP Port')).toBe('At most 65535');
    expect(await card.saveEffects()).toContain('Correct HTTP Port first');
    expect(await card.canPress('Save')).toBeFalse();
    await card.type('HTTP Port', '80.5');
    expect(await card.errorAt('HTTP Port')).toBe('Enter a whole number');
    await card.type('HTTP Port', '');
    expect(await card.errorAt('HTTP Port')).toBe('Enter a whole number');
    await card.type('HTTP Port', '8060');
    expect(await card.errorAt('HTTPS Port')).toBe('HTTP and HTTPS need different ports');
  });

  it('[N2] says before saving a port that it needs a restart', async () => {
    const { card } = await setup();
    await card.type('HTTP Port', '8090');
    expect(await card.saveEffects()).toContain(
      'HTTP Port: 8088 → 8090: needs a restart of this gateway; until then it stays on 8088.',
    );
  });

  it('[N2] shows the saved and the running port while they differ', async () => {
    const { card } = await setup({ view: someView({ saved: someSettings({ httpPort: 8090 }), restartNeeded: true }) });
    expect(await card.notesAt('HTTP Port')).toContain('Saved 8090, running on 8088 until this gateway is restarted');
    await card.type('HTTP Port', '8088');
    expect(await card.saveEffects()).toContain('HTTP Port: 8090 → 8088: the port it runs on: no restart needed');
  });

  it('[N2] disables what a flag pins and says which', async () => {
    const { card } = await setup({ view: someView({ pinned: { httpPort: '--http-port' } }) });
    expect(await card.isDisabled('HTTP Port')).toBeTrue();
    expect(await card.notesAt('HTTP Port')).toContain('Set by --http-port');
    expect(await card.isDisabled('HTTPS Port')).toBeFalse();
  });

  it('[N2] shows for an empty public address which one is used, why, and who is sent there', async () => {
    const { card } = await setup();
    expect(await card.placeholderOf('Public Address')).toBe('company.com:8080');
    const notes = await card.notesAt('Public Address');
    expect(notes).toContain('Empty: pump-a:8088 is used, the host name that this node announces.');
    expect(notes).toContain('If B fails, operators on it are sent to pump-a:8088');
  });

  it('[N2] sends operators to the public address while it is typed, in the scheme of their page or its own', async () => {
    const { card } = await setup();
    await card.type('Public Address', 'company.com:8080');
    expect(await card.notesAt('Public Address')).toContain(
      'If B fails, operators on it are sent to company.com:8080, with http or https as their page had.',
    );
    await card.type('Public Address', 'https://company.com');
    expect(await card.notesAt('Public Address')).toContain('operators on it are sent to https://company.com.');
  });

  it('[N2] says of a gateway without a partner that the address is not used yet', async () => {
    const { card } = await setup({ node: someNode({ role: 'Independent', otherName: null }) });
    expect(await card.notesAt('Public Address')).toBe(
      'Used once this gateway has a partner, whose operators are sent there.',
    );
  });

  it('[N2] sends nobody to what is no address', async () => {
    const { card } = await setup();
    await card.type('Public Address', 'comp any');
    expect(await card.errorAt('Public Address')).toBe('Enter host, host:port or http(s)://host:port');
    expect(await card.notesAt('Public Address')).not.toContain('sent to');
  });

  it('[N2] needs a public address once Auto Detect is off', async () => {
    const { card } = await setup();
    await card.toggle('Auto Detect HTTP Address');
    expect(await card.saveEffects()).toContain('Without Auto Detect HTTP Address a public address is needed');
    expect(await card.canPress('Save')).toBeFalse();
    await card.type('Public Address', 'company.com:8080');
    expect(await card.canPress('Save')).toBeTrue();
  });

  it('[N2] stands what the gateway refused at its field until that is changed, and may be sent again', async () => {
    const draft = { ...someSettings({ httpPort: 80 }) };
    const { card } = await setup({
      draft,
      rejection: { rejected: draft, errors: [{ pointer: '/httpPort', detail: 'Port 80 is taken' }] },
    });
    expect(await card.errorAt('HTTP Port')).toBe('Port 80 is taken');
    expect(await card.canPress('Save')).toBeTrue();
    await card.type('HTTP Port', '8090');
    expect(await card.errorAt('HTTP Port')).toBe('');
  });

  it('[N2] is only to be read for who is no administrator', async () => {
    const { card } = await setup({ mayEdit: false });
    expect(await card.isDisabled('Node Name')).toBeTrue();
    expect(await card.saveEffects()).toBe('Only an administrator changes settings.');
  });
});

interface Given {
  view: ReturnType<typeof someView>;
  node: ReturnType<typeof someNode>;
  draft: SettingsDraft;
  rejection: Rejection<SettingsDraft>;
  mayEdit: boolean;
}

async function setup(given: Partial<Given> = {}) {
  const view = given.view ?? someView();
  const saved: NodeSettings[] = [];
  const fixture = TestBed.createComponent(NodeSettingsCard, {
    bindings: [
      inputBinding('view', () => view),
      inputBinding('node', () => given.node ?? someNode()),
      inputBinding('mayEdit', () => given.mayEdit ?? true),
      inputBinding('rejection', () => given.rejection ?? null),
      twoWayBinding('draft', signal<SettingsDraft>(given.draft ?? view.saved)),
      outputBinding<NodeSettings>('save', (settings) => saved.push(settings)),
    ],
  });
  const card = await TestbedHarnessEnvironment.loader(fixture).getHarness(SettingsCardHarness);
  return { card, saved };
}
