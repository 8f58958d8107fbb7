import { PassThrough } from 'node:stream';

/** Then the page asks again, with a ticket that is still good. */
const longestMs = 600_000;
/** What is not read within this time is of no use any more: who asks again is told what is now. */
const longestBehindMs = 10_000;
/** Of a reader that does not keep up, bytes; a page that is larger than that is told once all the same. */
const mostWaiting = 1_000_000;

export interface LineStreamParts {
  /** Calls with each line; gives what ends that. */
  follow: (tell: (line: string) => void) => () => void;
  /** The reader did not keep up. */
  cut: (waitingBytes: number) => void;
}

/** Lines for one reader, who is never waited for. */
export function lineStream({ follow, cut }: LineStreamParts): { stream: PassThrough; end: () => void } {
  const stream = new PassThrough();
  let behindSince: number | null = null;
  const isBehind = (line: string): boolean => {
    const waiting = stream.writableLength + stream.readableLength;
    if (waiting === 0) behindSince = null;
    else behindSince ??= performance.now();
    if (behindSince === null) return false;
    return waiting + line.length > mostWaiting || performance.now() - behindSince > longestBehindMs;
  };
  const unfollow = follow((line) => {
    if (stream.destroyed || stream.writableEnded) return;
    if (!isBehind(line)) {
      stream.write(line);
      return;
    }
    cut(stream.writableLength + stream.readableLength);
    end();
  });
  const end = () => {
    clearTimeout(timer);
    unfollow();
    stream.destroy();
  };
  const timer = setTimeout(() => stream.end(), longestMs);
  stream.once('end', end);
  return { stream, end };
}
