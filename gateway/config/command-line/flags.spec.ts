import { exitCodes, StartError } from '../../exit-codes.ts';
import { parseCommandLine } from './flags.ts';
import { help } from './help.ts';

describe('parseCommandLine', () => {
  it('takes the data directory and leaves everything else to node.json and the defaults', () => {
    expect(parseCommandLine(['--data', 'dir'])).toEqual({
      data: 'dir',
      logFormat: 'text',
      signInLink: false,
      systemName: null,
      configLogBytes: 100_000_000,
      sampleProject: false,
      pins: [],
    });
  });

  it('turns each flag that sets something into a pin with its place in node.json', () => {
    const commandLine = parseCommandLine(
      [
        '--data=dir --role Backup --name=B --system-name Water --http-port 18088 --https-port 18060 --join-wait-ms 2000',
        '--master https://a.example:18061 --take-back-hold-ms 0 --ticket-life-ms 5000 --log-format json --sign-in-link',
        '--config-log-bytes 20000',
      ].flatMap((line) => line.split(' ')),
    );

    expect(commandLine).toEqual({
      data: 'dir',
      logFormat: 'json',
      signInLink: true,
      systemName: 'Water',
      configLogBytes: 20_000,
      sampleProject: false,
      pins: [
        { pointer: '/nodeSettings/nodeName', flag: '--name', value: 'B' },
        { pointer: '/nodeSettings/httpPort', flag: '--http-port', value: 18088 },
        { pointer: '/nodeSettings/httpsPort', flag: '--https-port', value: 18060 },
        { pointer: '/redundancy/role', flag: '--role', value: 'Backup' },
        { pointer: '/redundancy/joinWaitTime', flag: '--join-wait-ms', value: 2000 },
        { pointer: '/takeBackHoldMs', flag: '--take-back-hold-ms', value: 0 },
        { pointer: '/ticketLifeMs', flag: '--ticket-life-ms', value: 5000 },
        { pointer: '/redundancy/gatewayNetworkSetup/host', flag: '--master', value: 'a.example' },
        { pointer: '/redundancy/gatewayNetworkSetup/port', flag: '--master', value: 18061 },
        { pointer: '/redundancy/gatewayNetworkSetup/enableSsl', flag: '--master', value: true },
      ],
    });
  });

  const masters: [string, string, number, boolean][] = [
    ['http://10.0.0.11', '10.0.0.11', 8088, false],
    ['https://10.0.0.11/', '10.0.0.11', 8060, true],
    ['https://a.example:443', 'a.example', 443, true],
    ['https://[fd00::1]:18060', '[fd00::1]', 18060, true],
    ['https://[fd00::1]', '[fd00::1]', 8060, true],
  ];
  masters.forEach(([text, host, port, enableSsl]) => {
    it(`finds the Master at ${host}, port ${String(port)}, for --master ${text}`, () => {
      const commandLine = parseCommandLine(['--data', 'dir', '--master', text]);

      expect(commandLine === 'help' ? [] : commandLine.pins.map((pin) => pin.value)).toEqual([host, port, enableSsl]);
    });
  });

  const wrong: [string, string][] = [
    ['', '--data DIR is needed: where the gateway keeps its data'],
    ['--data=', '--data DIR is needed: where the gateway keeps its data'],
    ['--data d --colour red', "Unknown option '--colour' (--help lists the flags)"],
    ['--data d here', "Unexpected argument 'here' (--help lists the flags)"],
    ['--data d --role', "Option '--role <value>' argument missing (--help lists the flags)"],
    ['--data d --sign-in-link=no', "Option '--sign-in-link' does not take an argument (--help lists the flags)"],
    ['--data d --role Chief', '--role must be Independent, Master, Backup, not "Chief"'],
    ['--data d --role master', '--role must be Independent, Master, Backup, not "master"'],
    ['--data d --http-port 0', '--http-port must be a whole number from 1 to 65535, not "0"'],
    ['--data d --https-port 0', '--https-port must be a whole number from 1 to 65535, not "0"'],
    ['--data d --http-port 80x', '--http-port must be a whole number from 1 to 65535, not "80x"'],
    ['--data d --http-port 70000', '--http-port must be a whole number from 1 to 65535, not "70000"'],
    ['--data d --join-wait-ms 1.5', '--join-wait-ms must be a whole number from 100 to 3600000, not "1.5"'],
    ['--data d --ticket-life-ms=', '--ticket-life-ms must be a whole number from 1000 to 3600000, not ""'],
    ['--data d --name=', '--name: Enter a node name'],
    [`--data d --system-name=${'x'.repeat(61)}`, '--system-name: At most 60 characters'],
    ['--data d --log-format xml', '--log-format must be text, json, not "xml"'],
    ['--data d --master host:8060', '--master must be https://host:port or http://host:port, not "host:8060"'],
    ['--data d --master https://h:0', '--master must be https://host:port or http://host:port, not "https://h:0"'],
    [
      '--data d --master https://h:99999',
      '--master must be https://host:port or http://host:port, not "https://h:99999"',
    ],
    ['--data d --master https://u@h', '--master must be https://host:port or http://host:port, not "https://u@h"'],
    ['--data d --master https://h/x', '--master must be https://host:port or http://host:port, not "https://h/x"'],
  ];
  wrong.forEach(([line, message]) => {
    it(`refuses "${line.slice(0, 60)}" in one line that names the flag`, () => {
      expect(() => parseCommandLine(line.split(' ').filter((word) => word !== ''))).toThrowMatching(
        (error) =>
          error instanceof StartError && error.exitCode === exitCodes.badCommandLine && error.message === message,
      );
    });
  });

  it('asks for nothing else when help is wanted, and the help names every flag', () => {
    expect(parseCommandLine(['--help'])).toBe('help');
    ['--data', '--role', '--name', '--system-name', '--http-port', '--https-port', '--master', '--join-wait-ms']
      .concat('--take-back-hold-ms', '--ticket-life-ms', '--log-format', '--sign-in-link', '--help')
      .forEach((flag) => {
        expect(help).toContain(`  ${flag} `);
      });
  });
});
