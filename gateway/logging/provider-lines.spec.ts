import { providerLogger, type LogLevel, type LogQuery } from '#contract/logs';
import { useTemporaryDirectory } from '../config/disk/temporary-directory.testing.ts';
import { GatewayError } from '../errors.ts';
import type { StoredLogLine } from './log-output.ts';
import { LogOutput } from './log-output.ts';
import { LogStore } from './log-store.ts';
import { Logging, type LoggingParts } from './loggers.ts';

const tags = providerLogger('tag-values');
const everything: LogQuery = { limit: 1000, offset: 0, after: 0 };

describe('What is logged of a provider', () => {
  const path = useTemporaryDirectory();
  let running: Logging[] = [];

  beforeEach(() => {
    jasmine.clock().install().mockDate(new Date(0));
  });

  afterEach(() => {
    running.forEach((logging) => void logging.stop());
    running = [];
    jasmine.clock().uninstall();
  });

  it('[S9] is heard at the level that was set, stands apart until it is merged, and ends in time', () => {
    expect(firstFault(...open())).toBeNull();
  });

  const mutants: Record<string, { logging?: typeof Logging; store?: typeof LogStore }> = {
    'level not applied': {
      logging: class extends Logging {
        override setLevel(): void {
          this.list();
        }
      },
    },
    'merge ignored': {
      logging: class extends Logging {
        override setMerge(): void {
          this.list();
        }
      },
    },
    'always merged': {
      store: class extends LogStore {
        override add(line: StoredLogLine): void {
          super.add({ ...line, apart: false });
        }
      },
    },
    'end time ignored': {
      logging: class extends Logging {
        override setLevel(name: string, level: LogLevel): void {
          super.setLevel(name, level);
        }
      },
    },
  };
  for (const [name, faulty] of Object.entries(mutants)) {
    it(`[S9] is proved by what notices the mutant "${name}"`, () => {
      expect(firstFault(...open(faulty))).not.toBeNull();
    });
  }

  it('[S9] is merged or not as before after a restart', () => {
    const [first] = open();
    first.logger(tags);
    first.setMerge(tags, true);
    void first.stop();
    const [second, store] = open();
    second.setLevel(tags, 'DEBUG');
    second.logger(tags).debug('merged');
    expect(texts(store, everything)).toContain('merged');
    expect(second.list().find(({ name }) => name === tags)?.merge).toBeTrue();
  });

  it('[S9] stands with all others from INFO on, and when somebody asks for what stands apart', () => {
    const [logging, store] = open();
    logging.setLevel(tags, 'TRACE');
    logging.logger(tags).info('loud');
    logging.logger(tags).trace('fine');
    logging.logger('redundancy.link').debug('hidden');
    const found = (query: Partial<LogQuery>) =>
      texts(store, { ...everything, ...query }).filter((text) => !text.includes(' logs at '));
    expect(found({})).toEqual(['loud']);
    expect(found({ logger: 'redundancy.*' })).toEqual(['loud']);
    expect(found({ logger: tags })).toEqual(['loud', 'fine']);
    expect(found({ logger: 'redundancy.provider.*' })).toEqual(['loud', 'fine']);
    expect(found({ unmerged: 'true' })).toEqual(['loud', 'fine']);
    expect(store.query({ limit: 1, offset: 0 }).metadata.matching).toBe(2);
  });

  for (const name of ['redundancy.link', 'redundancy.provider.none', 'redundancy.provider']) {
    it(`cannot be merged for ${name}, which is no provider`, () => {
      const [logging] = open();
      expect(() => logging.setMerge(name, true)).toThrowMatching(
        (error) => error instanceof GatewayError && error.code === 'badRequest',
      );
    });
  }

  function open(faulty: { logging?: typeof Logging; store?: typeof LogStore } = {}): [Logging, LogStore] {
    const store = new (faulty.store ?? LogStore)(path('logs.db'));
    const output = new LogOutput('text', { write: () => undefined, drain: () => Promise.resolve() });
    const parts: LoggingParts = { store, output, elapsed: () => Date.now() };
    const logging = new (faulty.logging ?? Logging)(parts);
    logging.start();
    running.push(logging);
    return [logging, store];
  }
});

/** Follows the level and the merge of one provider, and says where what is read is not what was ordered. */
function firstFault(logging: Logging, store: LogStore): string | null {
  const line = (text: string) => logging.logger(tags).debug(text);
  const isApart = (text: string) => texts(store, { ...everything, logger: tags }).includes(text);
  const isMain = (text: string) => texts(store, everything).includes(text);
  line('before');
  if (isApart('before')) return 'heard before a level was set';
  logging.setLevel(tags, 'DEBUG', 60_000);
  line('apart');
  if (!isApart('apart')) return 'not heard at the level that was set';
  if (isMain('apart')) return 'with the others though not merged';
  logging.setMerge(tags, true);
  line('merged');
  if (!isMain('merged') || !isApart('merged')) return 'not with the others though merged';
  logging.setMerge(tags, false);
  line('apart again');
  if (isMain('apart again')) return 'with the others though no more merged';
  jasmine.clock().tick(61_000);
  line('too late');
  return isApart('too late') ? 'heard after its time was over' : null;
}

function texts(store: LogStore, query: LogQuery): string[] {
  return store.query(query).items.map(({ message }) => message);
}
