import { setTimeout as delay } from 'node:timers/promises';
import { readConfigFile, type ConfigFile } from './support/config-file.ts';
import type { Gateway } from './support/gateway.ts';
import type { Pair } from './support/pair.ts';
import { providerOf, saveTag } from './support/resources.ts';
import { expect, test } from './support/test.ts';
import { until } from './support/until.ts';

/** How often kill -9 strikes in each story. A hundred were seen: `CRASHES=50` with both stories. */
const crashes = Number(process.env['CRASHES'] ?? 6);
const batchSize = 40;

test.use({ pairOptions: { joinWaitMs: 500 } });

test(`[G3] ${crashes} times kill -9 in a stream of writes: nothing answered is lost, nothing is half applied`, async ({
  pair,
}) => {
  test.setTimeout(60_000 + crashes * 20_000);
  const noted: Noted = { answered: new Map(), onBoth: new Map() };
  for (let life = 0; life < crashes; life += 1) {
    const victims = victimsOf(pair, life);
    const before = noted.answered.size;
    const streams = [writeOneByOne(pair, `s${life}`, noted), writeInBatches(pair, `b${life}`, noted)];
    await until('some are written', () => noted.answered.size > before);
    await delay(Math.random() * 300);
    await Promise.all(victims.map((victim) => victim.kill()));
    if (!victims.includes(pair.master)) await pair.master.kill();
    await Promise.all(streams);
    const master = readConfigFile(pair.master);
    expectAll(master, noted.answered, 'answered, on the Master');
    expectWholeBatches(master);
    if (victims.includes(pair.backup)) expectHeld(readConfigFile(pair.backup), noted.onBoth);
    await Promise.all([pair.master, ...victims.filter((each) => each !== pair.master)].map((each) => each.start()));
    await pairIsEqual(pair);
  }
  await expectEqualFiles(pair, noted);
});

test.describe('with a short log', () => {
  test.use({ pairOptions: { joinWaitMs: 500, flags: ['--config-log-bytes', '3000'] } });

  test(`[G3] ${crashes} times kill -9 in a full synchronisation leaves the old or the new, no part`, async ({
    pair,
  }) => {
    test.setTimeout(60_000 + crashes * 30_000);
    const { master, backup } = pair;
    const found = new Set<string>();
    await importTags(master, 'generation 0');
    await pairIsEqual(pair);
    for (let life = 1; life <= crashes; life += 1) {
      await backup.kill();
      await importTags(master, `generation ${life}`);
      await backup.start();
      await delay(Math.random() * 300);
      const victim = life % 3 === 0 ? master : backup;
      await victim.kill();
      found.add(`${expectOneGeneration(readConfigFile(victim)) === `generation ${life}` ? 'new' : 'old'}`);
      await victim.start();
      await pairIsEqual(pair);
    }
    // A Backup that was active meanwhile keeps what it was sent aside until it has handed over.
    await pair.protected(master);
    await until('the Backup runs on it', async () => !(await providerOf(backup)).restartRequired);
    await Promise.all([master.kill(), backup.kill()]);
    const files = [readConfigFile(master), readConfigFile(backup)];
    expect(files.map(expectOneGeneration)).toEqual([`generation ${crashes}`, `generation ${crashes}`]);
    expect(files[0]?.digest).toBe(files[1]?.digest);
    // Of many, some strike before the swap and some after it; of a few, chance may have it otherwise.
    if (crashes >= 20) expect([...found].sort()).toEqual(['new', 'old']);
  });
});

interface Noted {
  /** Text of each tag whose save was answered. */
  answered: Map<string, string>;
  /** The same, where the answer said that both have it. */
  onBoth: Map<string, string>;
}

/** The Master, the Backup, or both at once. */
function victimsOf({ master, backup }: Pair, life: number): Gateway[] {
  return [[master], [backup], [master, backup]][life % 3] ?? [];
}

async function writeOneByOne({ master }: Pair, prefix: string, { answered, onBoth }: Noted): Promise<void> {
  for (let at = 0; ; at += 1) {
    const name = `${prefix}-${at}`;
    try {
      const { replicated } = await saveTag(master, name, `text ${name}`);
      answered.set(name, `text ${name}`);
      if (replicated) onBoth.set(name, `text ${name}`);
    } catch {
      return;
    }
  }
}

/** Transactions of many resources each: `batch-of …` tells where one belongs. */
async function writeInBatches({ master }: Pair, prefix: string, { answered, onBoth }: Noted): Promise<void> {
  for (let at = 0; ; at += 1) {
    const names = Array.from({ length: batchSize }, (_, index) => `batch/${prefix}-${at}/${index}`);
    const text = `whole ${prefix}-${at}`;
    try {
      const saved = await importAll(master, names, text);
      for (const name of names) {
        answered.set(name, text);
        if (saved.replicated) onBoth.set(name, text);
      }
    } catch {
      return;
    }
  }
}

async function importAll(gateway: Gateway, names: string[], text: string): Promise<{ replicated: boolean }> {
  const value = { source: 'memory', dataType: 'number', description: text };
  const resources = names.map((name) => ({ type: 'tag', name, value }));
  const body = JSON.stringify({ format: 'understudy-resources', version: 1, resources });
  const headers = { 'Content-Type': 'application/json' };
  const signal = AbortSignal.timeout(20_000);
  const response = await gateway.api('/data/api/v1/resources-import', { method: 'POST', headers, body, signal });
  if (!response.ok) throw new Error(`${response.status}: ${await response.text()}`);
  return (await response.json()) as { replicated: boolean };
}

async function importTags(gateway: Gateway, text: string): Promise<void> {
  const names = Array.from({ length: 3000 }, (_, index) => `Tag ${index}`);
  await importAll(gateway, names, text);
}

function expectAll({ texts }: ConfigFile, wanted: Map<string, string>, where: string): void {
  const missing = [...wanted].filter(([name, text]) => texts.get(name) !== text).map(([name]) => name);
  expect(missing, where).toEqual([]);
}

function expectHeld(file: ConfigFile, onBoth: Map<string, string>): void {
  expectAll(file, onBoth, 'replicated, on the Backup');
  expectWholeBatches(file);
}

function expectWholeBatches({ texts }: ConfigFile): void {
  const sizes = new Map<string, number>();
  for (const name of texts.keys()) {
    const [kind, batch = ''] = name.split('/');
    if (kind === 'batch') sizes.set(batch, (sizes.get(batch) ?? 0) + 1);
  }
  const halves = [...sizes].filter(([, size]) => size !== batchSize);
  expect(halves, 'batches that are there in part').toEqual([]);
}

/** Gives the text that all tags have. */
function expectOneGeneration({ texts }: ConfigFile): string {
  expect(texts.size).toBe(3000);
  const generations = [...new Set(texts.values())];
  expect(generations).toHaveLength(1);
  return generations[0] ?? '';
}

async function pairIsEqual({ gateways }: Pair): Promise<void> {
  await until('both hold the same', async () => {
    const all = await Promise.all(gateways.map((gateway) => gateway.status()));
    return all.every((status) => status?.projectState === 'Good' && !status.syncPending);
  });
}

async function expectEqualFiles({ master, backup }: Pair, noted: Noted): Promise<void> {
  await Promise.all([master.kill(), backup.kill()]);
  const [one, other] = [readConfigFile(master), readConfigFile(backup)];
  expect(one.digest).toBe(other.digest);
  expect(one.position).toEqual(other.position);
  expectAll(one, noted.answered, 'answered, at the end');
}
