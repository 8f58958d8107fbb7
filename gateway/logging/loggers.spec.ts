import type { LogLevel } from '#contract/logs';
import { GatewayError } from '../errors.ts';
import { useTemporaryDirectory } from '../config/disk/temporary-directory.testing.ts';
import { LogOutput, type LogFormat } from './log-output.ts';
import { LogStore } from './log-store.ts';
import { Logging } from './loggers.ts';

const startedAt = Date.UTC(2026, 0, 1);

describe('Logging', () => {
  const path = useTemporaryDirectory();
  let running: Logging[] = [];

  beforeEach(() => {
    jasmine.clock().install().mockDate(new Date(startedAt));
  });

  afterEach(() => {
    running.forEach((logging) => void logging.stop());
    running = [];
    jasmine.clock().uninstall();
  });

  it('keeps what is logged from INFO on, with time, logger, level and stack', () => {
    const { logging, lines } = started();
    const log = logging.logger('redundancy.link');
    log.debug('hidden');
    log.info('Link opened');
    log.error('Link lost', new Error('reset'));

    expect(lines()).toEqual([
      ['redundancy.link', 'INFO', 'Link opened'],
      ['redundancy.link', 'ERROR', 'Link lost'],
    ]);
  });

  it('writes each line to the output as text', () => {
    const { logging, written } = started('text');
    logging.logger('http').warn('late', new Error('reset'));

    expect(written()).toMatch(/^\d\d:00:00\.000 WARN http late\n {4}Error: reset\n {8}at /);
  });

  it('writes each line to the output as JSON, with the members of the API', () => {
    const { logging, written } = started('json');
    logging.logger('http').warn('late', new Error('reset'));

    expect(JSON.parse(written())).toEqual({
      level: 'WARN',
      timestamp: startedAt,
      loggerName: 'http',
      message: 'late',
      stack: jasmine.arrayContaining(['Error: reset']),
    });
  });

  it('[D1] lets a logger take the level of its nearest parent, at run time', () => {
    const { logging, lines } = started();
    const link = logging.logger('redundancy.link');
    logging.setLevel('redundancy', 'DEBUG');
    logging.setLevel('redundancy.link.frames', 'TRACE');
    link.debug('seen');
    link.trace('too fine');
    logging.logger('redundancy.link.frames').trace('frame');
    logging.logger('http').debug('not ours');
    logging.setLevel('redundancy', 'OFF');
    link.error('silenced');

    expect(lines().filter(([name]) => name !== 'logging')).toEqual([
      ['redundancy.link', 'DEBUG', 'seen'],
      ['redundancy.link.frames', 'TRACE', 'frame'],
    ]);
  });

  it('[D1] lists every logger and parent with the level in force and where it comes from', () => {
    const { logging } = started();
    logging.logger('redundancy.link');
    logging.setLevel('redundancy', 'DEBUG', 60_000);

    expect(logging.list()).toEqual([
      { name: 'ROOT', level: 'INFO', ownLevel: null, untilAt: null },
      { name: 'logging', level: 'INFO', ownLevel: null, untilAt: null },
      { name: 'redundancy', level: 'DEBUG', ownLevel: 'DEBUG', untilAt: startedAt + 60_000 },
      { name: 'redundancy.link', level: 'DEBUG', ownLevel: null, untilAt: null },
    ]);
  });

  it('[D1] sets all loggers at once by the root', () => {
    const { logging } = started();
    logging.setLevel('ROOT', 'ERROR');

    expect(levelOf(logging, 'logging')).toBe('ERROR');
  });

  it('[D1] takes a level back when its time is over, and says so', () => {
    const { logging, lines } = started();
    const log = logging.logger('http');
    logging.setLevel('http', 'DEBUG', 900_000);
    jasmine.clock().tick(899_000);
    log.debug('in time');
    jasmine.clock().tick(2000);
    log.debug('too late');

    expect(levelOf(logging, 'http')).toBe('INFO');
    expect(lines().map(([, , message]) => message)).toEqual([
      'http logs at DEBUG, until 2026-01-01T00:15:00.000Z',
      'in time',
      'http logs at INFO again: the time set for it is over',
    ]);
  });

  it('[D1] keeps levels over a restart, and what is left of their time', () => {
    const first = started();
    first.logging.setLevel('http', 'DEBUG', 10_000);
    first.logging.setLevel('redundancy', 'TRACE');
    first.logging.setLevel('security', 'WARN', 2000);
    void first.logging.stop();
    jasmine.clock().tick(5000);

    const { logging } = started();
    logging.logger('http');
    logging.logger('security');
    expect(['http', 'redundancy', 'security'].map((name) => levelOf(logging, name))).toEqual([
      'DEBUG',
      'TRACE',
      'INFO',
    ]);

    jasmine.clock().tick(5000);
    expect(levelOf(logging, 'http')).toBe('INFO');
  });

  it('[D1] takes a level back in time though the clock is set back meanwhile, and tells the end as it is then', () => {
    const { logging, setClock } = started();
    logging.logger('http');
    logging.setLevel('http', 'DEBUG', 60_000);
    setClock(-3_600_000);
    expect(logging.list().find(({ name }) => name === 'http')?.untilAt).toBe(startedAt + 60_000 - 3_600_000);
    logging.setLevel('redundancy', 'DEBUG', 1000);
    jasmine.clock().tick(1000);
    expect(levelOf(logging, 'http')).toBe('DEBUG');
    jasmine.clock().tick(59_000);
    expect(levelOf(logging, 'http')).toBe('INFO');
  });

  it('[D1] leaves a level its time though the clock is set forward meanwhile', () => {
    const { logging, setClock } = started();
    logging.setLevel('http', 'DEBUG', 60_000);
    setClock(3_600_000);
    logging.setLevel('redundancy', 'DEBUG', 1000);
    jasmine.clock().tick(1000);
    expect(levelOf(logging, 'http')).toBe('DEBUG');
    expect(levelOf(logging, 'redundancy')).toBeUndefined();
  });

  it('[D1] resets all levels, for good', () => {
    const first = started();
    first.logging.setLevel('http', 'DEBUG');
    first.logging.resetLevels();
    expect(first.logging.list().filter((entry) => entry.ownLevel !== null)).toEqual([]);
    void first.logging.stop();

    expect(
      started()
        .logging.list()
        .filter((entry) => entry.ownLevel !== null),
    ).toEqual([]);
  });

  ['', '.', 'a..b', 'a b', '<script>', 'x'.repeat(201), '../etc'].forEach((name) => {
    it(`refuses "${name.slice(0, 20)}" as the name of a logger and changes nothing`, () => {
      const { logging } = started();
      const before = logging.list();

      expect(() => {
        logging.setLevel(name, 'DEBUG');
      }).toThrowMatching((error) => error instanceof GatewayError && error.code === 'badRequest');
      expect(logging.list()).toEqual(before);
    });
  });

  function started(format: LogFormat = 'text') {
    const store = new LogStore(path('logs.db'));
    const printed: string[] = [];
    const output = new LogOutput(format, { write: (text) => printed.push(text), drain: () => Promise.resolve() });
    let setByMs = 0;
    const now = () => Date.now() + setByMs;
    const logging = new Logging({ store, output, now, elapsed: () => Date.now() });
    logging.start();
    running.push(logging);
    const lines = () =>
      store
        .query({ limit: 1000, offset: 0, after: 0 })
        .items.map(({ loggerName, level, message }): [string, LogLevel, string] => [loggerName, level, message]);
    return { logging, lines, written: () => printed.join(''), setClock: (byMs: number) => void (setByMs = byMs) };
  }
});

function levelOf(logging: Logging, name: string): LogLevel | undefined {
  return logging.list().find((entry) => entry.name === name)?.level;
}
