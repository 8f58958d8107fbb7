import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { defaultRedundancyConfig } from '#contract/redundancy-config';
import { GatewayError } from '../../errors.ts';
import { exitCodes, StartError, type ExitCode } from '../../exit-codes.ts';
import { NodeFile } from './node-file.ts';
import type { Pin } from './pins.ts';
import { useTemporaryDirectory } from '../disk/temporary-directory.testing.ts';

describe('NodeFile', () => {
  const path = useTemporaryDirectory();

  it('starts from the defaults and writes nothing until something is changed', () => {
    const file = loaded();

    expect(file.config.nodeSettings.httpPort).toBe(8088);
    expect(file.config.redundancy).toEqual(defaultRedundancyConfig);
    expect(existsSync(path('node.json'))).toBeFalse();
  });

  it('puts a flag over node.json and node.json over the default', () => {
    write({ nodeSettings: { httpPort: 1, httpsPort: 2 }, redundancy: { gatewayNetworkSetup: { pingRate: 500 } } });

    const { config } = loaded([{ pointer: '/nodeSettings/httpPort', flag: '--http-port', value: 3 }]);

    expect(config.nodeSettings).toEqual(jasmine.objectContaining({ httpPort: 3, httpsPort: 2, serverLanguage: 'en' }));
    expect(config.redundancy.gatewayNetworkSetup).toEqual({
      ...defaultRedundancyConfig.gatewayNetworkSetup,
      pingRate: 500,
    });
  });

  it('keeps a change over a restart', () => {
    const file = loaded();
    file.changeNodeSettings({ ...file.config.nodeSettings, nodeName: 'A' });
    file.changeRedundancy({ ...file.config.redundancy, role: 'Master' });

    const { config } = loaded();
    expect(config).toEqual(file.config);
    expect([config.nodeSettings.nodeName, config.redundancy.role]).toEqual(['A', 'Master']);
  });

  it('does not write into node.json what only a flag says', () => {
    write({ nodeSettings: { httpPort: 1 } });
    const file = loaded([
      { pointer: '/nodeSettings/httpPort', flag: '--http-port', value: 8060 },
      { pointer: '/nodeSettings/httpsPort', flag: '--https-port', value: 1 },
      { pointer: '/redundancy/role', flag: '--role', value: 'Backup' },
      { pointer: '/ticketLifeMs', flag: '--ticket-life-ms', value: 5000 },
    ]);
    file.changeNodeSettings({ ...file.config.nodeSettings, nodeName: 'B' });

    expect(file.config.nodeSettings).toEqual(jasmine.objectContaining({ nodeName: 'B', httpPort: 8060, httpsPort: 1 }));
    const { config } = loaded();
    expect(config.nodeSettings).toEqual(jasmine.objectContaining({ nodeName: 'B', httpPort: 1, httpsPort: 8060 }));
    expect([config.redundancy.role, config.ticketLifeMs]).toEqual(['Independent', 60_000]);
  });

  it('refuses to change what a flag pins, naming the member and the flag', () => {
    const file = loaded([
      { pointer: '/redundancy/gatewayNetworkSetup/host', flag: '--master', value: 'a.example' },
      { pointer: '/nodeSettings/nodeName', flag: '--name', value: 'B' },
    ]);
    const { redundancy } = file.config;
    const gatewayNetworkSetup = { ...redundancy.gatewayNetworkSetup, host: 'other.example' };

    expect(() => {
      file.changeRedundancy({ ...redundancy, gatewayNetworkSetup });
    }).toThrowMatching(
      (error) =>
        error instanceof GatewayError &&
        error.code === 'pinned' &&
        JSON.stringify(error.details.errors) === '[{"pointer":"/gatewayNetworkSetup/host","detail":"Set by --master"}]',
    );
    expect(file.config.redundancy).toEqual(redundancy);
    expect(file.pinned('/redundancy')).toEqual({ '/gatewayNetworkSetup/host': '--master' });
    expect(file.pinned('/nodeSettings')).toEqual({ '/nodeName': '--name' });
  });

  const mistakes: [string, string, string][] = [
    ['an unknown member', '{"nodeSettings": {"colour": "red"}}', '/nodeSettings/colour is not a known member'],
    ['a member of the pair', '{"nodeSettings": {"systemName": "x"}}', '/nodeSettings/systemName is not a known member'],
    ['an inherited name', '{"__proto__": {}}', '/__proto__ is not a known member'],
    ['a wrong type', '{"nodeSettings": {"httpPort": "80"}}', '/nodeSettings/httpPort: Enter a whole number'],
    [
      'a value out of range',
      '{"redundancy": {"gatewayNetworkSetup": {"pingMaxMissed": 3}}}',
      'pingMaxMissed: At least 4',
    ],
    ['ports that collide', '{"nodeSettings": {"httpPort": 8060}}', '/nodeSettings/httpsPort: HTTP and HTTPS need'],
    ['a list', '[]', ': '],
    ['half a file', '{"nodeSettings": {', 'JSON'],
  ];
  mistakes.forEach(([what, text, words]) => {
    it(`refuses to start with ${what} in node.json, names it and leaves the file alone`, () => {
      writeFileSync(path('node.json'), text);

      expect(() => loaded()).toThrowMatching(startError(exitCodes.badNodeFile, `${path('node.json')} is not valid: `));
      expect(() => loaded()).toThrowMatching(startError(exitCodes.badNodeFile, words));
      expect(readFileSync(path('node.json'), 'utf8')).toBe(text);
    });
  });

  it('blames the flags when only they make the ports collide', () => {
    expect(() => loaded([{ pointer: '/nodeSettings/httpPort', flag: '--http-port', value: 8060 }])).toThrowMatching(
      startError(exitCodes.badCommandLine, 'HTTP and HTTPS need different ports'),
    );
  });

  it('does not overwrite what somebody typed into node.json meanwhile', () => {
    const file = loaded();
    writeFileSync(path('node.json'), '{"takeBackHoldMs": 1}');

    expect(() => {
      file.changeNodeSettings(file.config.nodeSettings);
    }).toThrowMatching((error) => error instanceof GatewayError && error.code === 'preconditionFailed');
    expect(readFileSync(path('node.json'), 'utf8')).toBe('{"takeBackHoldMs": 1}');
  });

  function loaded(pins: Pin[] = []): NodeFile {
    const file = new NodeFile(path('node.json'), pins);
    file.load();
    return file;
  }

  function write(content: unknown): void {
    writeFileSync(path('node.json'), JSON.stringify(content));
  }
});

function startError(exitCode: ExitCode, words: string): (error: unknown) => boolean {
  return (error) => error instanceof StartError && error.exitCode === exitCode && error.message.includes(words);
}
