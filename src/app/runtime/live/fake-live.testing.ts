import { firstValueFrom, timer } from 'rxjs';
import type { RuntimeAlarm } from '#contract/runtime-alarms';
import type { LiveLine, LivePage } from '#contract/runtime-live';
import type { RuntimeTag } from '#contract/runtime-tags';

/** The node at the other end of the live connection, line by line. */
export class FakeLive {
  readonly asked: { url: string; authorization: string | null }[] = [];
  /** Nobody answers. */
  down = false;
  /** How the next questions are refused, by HTTP status. */
  readonly refusals: number[] = [];
  #stream: ReadableStreamDefaultController<Uint8Array> | null = null;

  readonly fetch = async (url: string, init: RequestInit): Promise<Response> => {
    this.asked.push({ url, authorization: new Headers(init.headers).get('Authorization') });
    const status = this.refusals.shift();
    if (status !== undefined) return new Response('{}', { status });
    if (this.down) throw new TypeError('Failed to fetch');
    return new Response(new ReadableStream<Uint8Array>({ start: (stream) => void (this.#stream = stream) }));
  };

  /** The clock of the node, for lines that do not say when: epoch ms. */
  clock = (): number => 0;

  say(line: LiveLine): void {
    const said = line.at === 0 ? { ...line, at: this.clock() } : line;
    this.sayText(`${JSON.stringify(said)}\n`);
  }

  sayText(text: string): void {
    this.#stream?.enqueue(new TextEncoder().encode(text));
  }

  end(): void {
    this.#stream?.close();
  }

  /** As when its process is killed. */
  break(): void {
    this.#stream?.error(new TypeError('network error'));
  }
}

/** Streams deliver in their own time: asks until it is so. */
export async function until(what: () => boolean): Promise<void> {
  for (let left = 200; left > 0 && !what(); left -= 1) await firstValueFrom(timer(2));
  if (!what()) throw new Error(`It never came: ${what.toString()}`);
}

export function pageLine(page: Partial<LivePage> = {}, said: Partial<LiveLine> = {}): LiveLine {
  const whole: LivePage = { projectTitle: 'Works', title: 'Tank', tags: [], trends: [], alarms: [], ...page };
  return { type: 'page', page: whole, ...saidBy('A', said) };
}

export function changesLine(changes: { tags?: RuntimeTag[]; alarms?: RuntimeAlarm[] }, by = 'A', at = 0): LiveLine {
  return { type: 'changes', tags: [], alarms: [], ...changes, ...saidBy(by, { at }) };
}

function saidBy(name: string, said: Partial<LiveLine>) {
  const { running = true, nodeId = name, nodeName = name, at = 0 } = said;
  return { running, nodeId, nodeName, at };
}

export function someTag(tag: Partial<RuntimeTag> = {}): RuntimeTag {
  return { name: 'Level', value: 40, quality: 'Good', at: 0, dataType: 'number', writable: false, ...tag };
}

export function someAlarm(alarm: Partial<RuntimeAlarm> = {}): RuntimeAlarm {
  return {
    ...{ name: 'Low', tag: 'Level', condition: 'below', limit: 33, unit: '%', priority: 'medium' },
    ...{ occurrence: 'Low@1', active: true, pendingSinceAt: null, activeAt: 0, clearedAt: null, value: 30 },
    ...{ acknowledged: false, acknowledgedAt: null, acknowledgedBy: null, comment: null },
    ...{ shelvedUntilAt: null, shelvedBy: null },
    ...alarm,
  };
}
