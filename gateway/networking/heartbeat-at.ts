import { type IncomingMessage, type RequestOptions, request as askPlain } from 'node:http';
import { request as askSecure } from 'node:https';
import * as z from 'zod/mini';
import { type Heartbeat, heartbeat } from '#contract/heartbeat';

/** A heartbeat has about 200 bytes. */
const mostBytes = 4096;
const nameErrors = ['ENOTFOUND', 'EAI_AGAIN', 'EAI_NODATA', 'EAI_NONAME'];

export type FoundAt = Heartbeat | 'somethingElse' | 'noAnswer' | 'unknownName';

/**
 * Asks for the heartbeat at an origin, once and for nothing else: no redirect is followed. The certificate is not
 * judged: nothing secret is sent, and whether browsers trust it is for a browser to say.
 */
export function heartbeatAt(origin: string, { patienceMs }: { patienceMs: number }): Promise<FoundAt> {
  const signal = AbortSignal.timeout(patienceMs);
  const options: RequestOptions = { agent: false, signal, headers: { Accept: 'application/json' } };
  return new Promise((resolve) => {
    const answered = (answer: IncomingMessage) => {
      void heartbeatIn(answer).then(resolve, () => resolve('noAnswer'));
    };
    const url = `${origin}/system/heartbeat`;
    const asked = url.startsWith('https:')
      ? askSecure(url, { ...options, rejectUnauthorized: false }, answered)
      : askPlain(url, options, answered);
    asked.once('error', (error) => resolve(isUnknownName(error) ? 'unknownName' : 'noAnswer'));
    asked.end();
  });
}

async function heartbeatIn(answer: IncomingMessage): Promise<Heartbeat | 'somethingElse'> {
  if (answer.statusCode !== 200) {
    answer.destroy();
    return 'somethingElse';
  }
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of answer as AsyncIterable<Buffer>) {
    bytes += chunk.length;
    if (bytes > mostBytes) return 'somethingElse';
    chunks.push(chunk);
  }
  return parsed(Buffer.concat(chunks).toString());
}

function parsed(text: string): Heartbeat | 'somethingElse' {
  try {
    const read = z.safeParse(heartbeat, JSON.parse(text));
    return read.success ? read.data : 'somethingElse';
  } catch {
    return 'somethingElse';
  }
}

function isUnknownName(error: Error): boolean {
  return 'code' in error && typeof error.code === 'string' && nameErrors.includes(error.code);
}
