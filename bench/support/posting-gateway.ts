import * as z from 'zod/mini';
import { parseCommandLine } from '../../gateway/config/command-line/flags.ts';
import { Gateway } from '../../gateway/gateway.ts';
import type { Answer, Order, Taken } from './posting-orders.ts';

// A whole gateway whose map of tag values is written from within its process, as its drivers write it.

z.config(z.locales.en());
const line = parseCommandLine(process.argv.slice(2));
if (line === 'help') throw new Error('A gateway needs its flags');
const gateway = new Gateway(line, process.env);
/** A machine with much else to do may need longer than anybody who writes is kept waiting. */
const longestWaitMs = 30_000;
const tags = tagValues();
await gateway.start();

function tagValues() {
  const map = gateway.runtime.map('tag-values');
  if (map === null) throw new Error('The gateway has no tag values');
  return map;
}

const nowMs = () => performance.timeOrigin + performance.now();
let keysTaken = 0;
let lags: number[] = [];
tags.onTaken((keys) => {
  keysTaken += keys.length;
  const every = keys.length > 500 ? 16 : 1;
  const now = nowMs();
  for (let index = 0; index < keys.length; index += every) lags.push(now - atOf(tags.get(keys[index] ?? '')));
});

process.on('message', (order: Order) => {
  void perform(order).then((answer) => process.send?.(answer));
});
process.once('SIGTERM', () => void gateway.stop().then(() => process.exit()));
process.on('disconnect', () => process.exit());

async function perform(order: Order): Promise<Answer> {
  switch (order.kind) {
    case 'post':
      return { kind: 'posted', ...(await post(order)) };
    case 'set':
      tags.set(order.key, valueNow(order.value));
      return { kind: 'set', replicated: await gateway.runtimeReplicated(), tookMs: 0 };
    case 'get':
      return { kind: 'value', value: valueOf(tags.get(order.key)) };
    case 'taken':
      return { kind: 'taken', ...takenSoFar() };
    case 'sum':
      return { kind: 'sum', sum: sumOf([...tags.keys()].sort().map((key) => [key, tags.get(key)])) };
    case 'forget':
      tags.replace(tags.stage(), { epoch: null, sequence: 0 });
      return { kind: 'value', value: null };
    case 'bringAll': {
      const startedAt = performance.now();
      tags.set(order.key, valueNow(1));
      while (!(await gateway.runtimeReplicated()) && performance.now() - startedAt < longestWaitMs);
      return { kind: 'set', replicated: true, tookMs: performance.now() - startedAt };
    }
  }
}

/** Posts as a driver does that is given a rate: what is due, and then the rest of the gateway has its turn. */
async function post({ keys, perSecond, forMs }: Extract<Order, { kind: 'post' }>) {
  const names = Array.from({ length: keys }, (_, index) => `[default]Area ${index % 7}/Tank ${index}/Level`);
  const startedAt = performance.now();
  const perSecondPosted: number[] = [];
  let posts = 0;
  let countedAt = { at: startedAt, posts: 0 };
  for (;;) {
    const now = performance.now();
    if (now - countedAt.at >= 1000) {
      perSecondPosted.push(((posts - countedAt.posts) * 1000) / (now - countedAt.at));
      countedAt = { at: now, posts };
    }
    if (now - startedAt >= forMs) return { posts, perSecondPosted };
    const due = Math.min(((now - startedAt) * perSecond) / 1000 - posts, perSecond / 50);
    const at = nowMs();
    for (let index = 0; index < due; index += 1, posts += 1) {
      tags.set(names[posts % keys] ?? '', { value: posts, quality: 'Good', at });
    }
    await new Promise((resolve) => setTimeout(resolve, 1));
  }
}

function takenSoFar(): Taken {
  const all = lags.sort((a, b) => a - b);
  lags = [];
  const p99 = all.length === 0 ? null : (all[Math.floor((all.length - 1) * 0.99)] ?? null);
  return {
    at: nowMs(),
    keysTaken,
    lagP99Ms: p99,
    size: tags.size,
    digest: tags.digest,
  };
}

/** Of everything that is in the map, by nothing that replication uses. */
function sumOf(content: unknown): string {
  const text = JSON.stringify(content);
  let sum = 7;
  for (let index = 0; index < text.length; index += 1) sum = (sum * 31 + text.charCodeAt(index)) % 4_294_967_291;
  return sum.toString(16);
}

function valueNow(value: number) {
  return { value, quality: 'Good', at: nowMs() };
}

function atOf(entry: unknown): number {
  return typeof entry === 'object' && entry !== null && 'at' in entry ? Number(entry.at) : NaN;
}

function valueOf(entry: unknown): number | null {
  return typeof entry === 'object' && entry !== null && 'value' in entry ? Number(entry.value) : null;
}
