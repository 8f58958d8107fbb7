import { TestBed } from '@angular/core/testing';
import { provideRouter } from '@angular/router';
import { defaultRedundancyConfig, type RedundancyConfig } from '#contract/redundancy-config';
import { settingRows } from './settings-view.ts';
import { SettingsPanel } from './settings-panel.ts';

const master: RedundancyConfig = { ...defaultRedundancyConfig, role: 'Master' };
const backup: RedundancyConfig = {
  ...defaultRedundancyConfig,
  role: 'Backup',
  gatewayNetworkSetup: { ...defaultRedundancyConfig.gatewayNetworkSetup, host: '10.0.0.11', pingMaxMissed: 5 },
};

describe('The redundancy settings', () => {
  it('[S2] stand side by side for both nodes', () => {
    const { row } = show(master, backup);
    expect(row('Mode')).toEqual(['Master', 'Backup']);
    expect(row('Standby Activity Level')).toEqual(['Warm', 'Warm']);
    expect(row('Startup Connection Allowance')).toEqual(['30 s', '30 s']);
    expect(row('Master Node Address')).toEqual(['none', '10.0.0.11']);
    expect(row('Use SSL')).toEqual(['On', 'On']);
  });

  it('[S2] say what the other node decides', () => {
    const { row } = show(master, backup);
    expect(row('Recovery Mode')).toEqual(['Automatic', 'decided on A']);
    expect(row('Failover timeout')).toEqual(['decided on B', '5 s (5 pings, one every 1 s)']);
  });

  it('[S2] of a node that could not be asked are unknown, and the reason is given', () => {
    const { row, element } = show(master, null);
    expect(row('Mode')).toEqual(['Master', 'unknown']);
    expect(element.textContent).toContain('B does not answer this browser.');
  });

  it('[S2] lead to the page that changes them', () => {
    const { element } = show(master, backup);
    const link = element.querySelector('a');
    expect(link?.textContent).toBe('Change them');
    expect(link?.getAttribute('href')).toBe('/networking/redundancy');
  });

  it('[S2] are read when they are opened', async () => {
    const { element, opened } = show(master, backup);
    expect(opened).not.toHaveBeenCalled();
    const details = element.querySelector('details');
    const toggled = new Promise((resolve) => details?.addEventListener('toggle', resolve, { once: true }));
    element.querySelector('summary')?.click();
    await toggled;
    expect(opened).toHaveBeenCalledTimes(1);
  });
});

function show(a: RedundancyConfig | null, b: RedundancyConfig | null) {
  TestBed.configureTestingModule({ providers: [provideRouter([])] });
  const fixture = TestBed.createComponent(SettingsPanel);
  const nodes = [
    { name: 'A', role: 'Master' as const, config: a },
    { name: 'B', role: 'Backup' as const, config: b },
  ];
  const opened = jasmine.createSpy();
  fixture.componentRef.setInput('names', ['A · Master', 'B · Backup']);
  fixture.componentRef.setInput('rows', settingRows(nodes));
  fixture.componentRef.setInput('problems', b === null ? ['B does not answer this browser.'] : []);
  fixture.componentInstance.opened.subscribe(opened);
  fixture.detectChanges();
  const element = fixture.nativeElement as HTMLElement;
  document.body.append(element);
  const row = (label: string) => {
    const found = [...element.querySelectorAll('tbody tr')].find(
      (line) => line.querySelector('th')?.textContent === label,
    );
    return [...(found?.querySelectorAll('td') ?? [])].map((cell) => cell.textContent);
  };
  return { element, opened, row };
}
