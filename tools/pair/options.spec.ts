import { resolve } from 'node:path';
import { Refusal } from '../refusal.ts';
import { parsePairOptions } from './options.ts';

describe('npm start', () => {
  it('takes ./data and the ports of the nodes, and does not wait long for the other half', () => {
    expect(parsePairOptions([], '/home/anna')).toEqual({
      dataDirectory: '/home/anna/data',
      httpPorts: null,
      httpsPorts: null,
      fresh: false,
      gatewayFlags: ['--log-format', 'text', '--join-wait-ms', '3000'],
    });
  });

  it('takes other ports', () => {
    const { httpPorts, httpsPorts } = parsePairOptions(['--ports', '18088,18089', '--https-ports', '18060,18061'], '/');
    expect([httpPorts, httpsPorts]).toEqual([
      [18088, 18089],
      [18060, 18061],
    ]);
  });

  it('hands on to both gateways what concerns them', () => {
    const given = ['--log-format', 'json', '--take-back-hold-ms', '500', '--ticket-life-ms', '5000'];
    expect(parsePairOptions(given, '/').gatewayFlags).toEqual([
      '--log-format',
      'json',
      '--join-wait-ms',
      '3000',
      '--take-back-hold-ms',
      '500',
      '--ticket-life-ms',
      '5000',
    ]);
  });

  it('reads --data from the folder in which npm was called', () => {
    expect(parsePairOptions(['--data', '../pair'], '/home/anna/x').dataDirectory).toBe(resolve('/home/anna/pair'));
  });

  for (const [wrong, args] of [
    ['one port instead of two', ['--ports', '8088']],
    ['a port that is none', ['--ports', '0,8089']],
    ['the same port twice', ['--ports', '18088,18060', '--https-ports', '18060,18061']],
    ['a flag that it does not know', ['--prots', '1,2']],
    ['a word that is no flag', ['backup']],
  ] as const) {
    it(`refuses ${wrong} in one line`, () => {
      expect(() => parsePairOptions([...args], '/')).toThrowMatching(
        (error) => error instanceof Refusal && error.message !== '' && !error.message.includes('\n'),
      );
    });
  }
});
