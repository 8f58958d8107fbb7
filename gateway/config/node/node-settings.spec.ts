import { mkdirSync } from 'node:fs';
import type { NodeSettings } from '#contract/node-settings';
import { GatewayError, type ErrorCode } from '../../errors.ts';
import { NodeFile } from './node-file.ts';
import { NodeSettingsService, type NodeSettingsParts } from './node-settings.ts';
import type { Pin } from './pins.ts';
import { useTemporaryDirectory } from '../disk/temporary-directory.testing.ts';

describe('Networking > Node Settings on the gateway', () => {
  const path = useTemporaryDirectory();
  let systemName = 'Water works';

  beforeEach(() => {
    systemName = 'Water works';
  });

  it('[N1] saves node name and system name, which hold at once and after a restart', () => {
    const service = started();
    const view = save(service, { nodeName: 'Pump house', systemName: 'Water' });

    expect(view.saved).toEqual(jasmine.objectContaining({ nodeName: 'Pump house', systemName: 'Water' }));
    expect(view.restartNeeded).toBeFalse();
    expect(started().view().saved).toEqual(view.saved);
  });

  it('[N2] saves a port, goes on with the old one and says that a restart is needed, until the restart', () => {
    const view = save(started(), { httpPort: 9000 });

    expect(view.saved.httpPort).toBe(9000);
    expect(view.running).toEqual({ httpPort: 8088, httpsPort: 8060 });
    expect(view.restartNeeded).toBeTrue();
    expect(started({ running: { httpPort: 9000, httpsPort: 8060 } }).view().restartNeeded).toBeFalse();
  });

  it('[N2] shows the address in effect and where it comes from', () => {
    const service = started({ effectiveAddress: () => ({ address: 'http://a:8088', source: 'hostName' }) });

    expect(service.view().effectiveAddress).toEqual({ address: 'http://a:8088', source: 'hostName' });
  });

  it('tells the rest of the gateway of a change, with what held before', () => {
    const service = started();
    const heard: [NodeSettings, NodeSettings][] = [];
    const off = service.onChange((now, before) => heard.push([now, before]));
    save(service, { publicAddress: 'company.com:8080' });
    off();
    save(service, { publicAddress: '' });

    expect(heard.map(([now, before]) => [now.publicAddress, before.publicAddress])).toEqual([['company.com:8080', '']]);
  });

  it('lets only one of two administrators win who opened the page at the same time', () => {
    const service = started();
    const seen = service.revision();
    save(service, { nodeName: 'First' }, `"${seen}"`);

    expect(() => save(service, { nodeName: 'Second' }, `"${seen}"`)).toThrowMatching(refusal('preconditionFailed'));
    expect(service.view().saved.nodeName).toBe('First');
  });

  it('takes no change without a revision, and any with a star', () => {
    const service = started();

    expect(() => save(service, { nodeName: 'B' }, null)).toThrowMatching(refusal('preconditionRequired'));
    expect(save(service, { nodeName: 'B' }, '*').saved.nodeName).toBe('B');
  });

  it('shows what a flag pins and refuses to change it, with the member', () => {
    const service = started({}, [{ pointer: '/nodeSettings/httpPort', flag: '--http-port', value: 18088 }]);

    expect(service.view().pinned).toEqual({ httpPort: '--http-port' });
    expect(() => save(service, { httpPort: 9000, nodeName: 'B' })).toThrowMatching(refusal('pinned', '/httpPort'));
    expect(service.view().saved.nodeName).not.toBe('B');
    expect(save(service, { nodeName: 'B' }).saved.nodeName).toBe('B');
  });

  it('pins the System Name by its own flag', () => {
    const service = started({ systemNamePinned: true });

    expect(service.view().pinned).toEqual({ systemName: '--system-name' });
    expect(() => save(service, { systemName: 'Other' })).toThrowMatching(refusal('pinned', '/systemName'));
  });

  it('[N1] turns the System Name on a Backup away to the Master, and saves everything else', () => {
    const master = { name: 'A', address: 'http://a:8088' };
    const service = started({ systemName: { ...name(), editable: () => false }, master: () => master });

    expect(service.view().systemNameEditable).toBeFalse();
    expect(() => save(service, { systemName: 'Other' })).toThrowMatching(
      (error) => refusal('notEditableHere', '/systemName')(error) && error.details.master === master,
    );
    expect(save(service, { nodeName: 'B' }).saved.nodeName).toBe('B');
  });

  it('changes nothing, and tells nobody, when the System Name cannot be written', () => {
    const set = () => {
      throw new GatewayError('storageFailed');
    };
    const service = started({ systemName: { ...name(), set } });
    const before = service.view();
    let told = 0;
    service.onChange(() => told++);

    expect(() => save(service, { nodeName: 'B', systemName: 'Other' })).toThrowMatching(refusal('storageFailed'));

    expect(service.view()).toEqual(before);
    expect(started().view().saved).toEqual(before.saved);
    expect(told).toBe(0);
  });

  it('changes nothing, not even the System Name, when node.json cannot be written', () => {
    const service = started();
    const before = service.view();
    mkdirSync(path('node.json.new', 'in the way'), { recursive: true });

    expect(() => save(service, { nodeName: 'B', systemName: 'Other' })).toThrowMatching(refusal('storageFailed'));

    expect(service.view()).toEqual(before);
  });

  function started(parts: Partial<NodeSettingsParts> = {}, pins: Pin[] = []): NodeSettingsService {
    const file = new NodeFile(path('node.json'), pins);
    file.load();
    return new NodeSettingsService({
      file,
      systemName: name(),
      systemNamePinned: false,
      effectiveAddress: () => ({ address: null, source: 'unknown' }),
      master: () => null,
      running: { httpPort: 8088, httpsPort: 8060 },
      ...parts,
    });
  }

  function name(): NodeSettingsParts['systemName'] {
    return {
      get: () => systemName,
      set: (changed) => {
        systemName = changed;
      },
      editable: () => true,
    };
  }
});

function save(
  service: NodeSettingsService,
  change: Partial<NodeSettings>,
  ifMatch: string | null = `"${service.revision()}"`,
) {
  return service.change({ ...service.view().saved, ...change }, ifMatch);
}

function refusal(code: ErrorCode, pointer?: string): (error: unknown) => error is GatewayError {
  return (error): error is GatewayError =>
    error instanceof GatewayError &&
    error.code === code &&
    (pointer === undefined || error.details.errors?.[0]?.pointer === pointer);
}
