import { compareEpochs, type Epoch } from '#contract/epoch';
import type { RowsFrame, RuntimeFrame } from '#contract/runtime-frames';
import { comparePositions, isSamePosition } from './runtime-position.ts';
import type { RuntimeMap } from './runtime-map.ts';
import type { Staging } from './staging.ts';

export interface MapReceiverParts {
  map: RuntimeMap<unknown>;
  send: (frame: RuntimeFrame) => void;
  /** The highest epoch that this node has heard and written down. */
  heard: () => Epoch | null;
  /** ms, never going back. */
  elapsed: () => number;
  /** How long ago the other node sent it, ms; `null`: the clocks are not compared yet. */
  sinceSent: (sentAt: number) => number | null;
  /** What was here is about to be replaced by greater data. */
  replacing: (next: Staging<unknown>) => void;
  /** A part was taken. `last`: and with it everything until then. */
  taken: (took: { pullMs: number | null; applyMs: number | null; last: boolean }) => void;
  /** What was sent is not taken: it has to be sent again. */
  refused: () => void;
  /** The other node's sum was another one than this node's. */
  differs: () => void;
  failed: (problem: string) => void;
}

/** Takes what the other node sends of one map. What does not fit changes nothing. */
export class MapReceiver {
  readonly #parts: MapReceiverParts;
  #run = 0;
  #expected = 1;
  #refused = false;
  /** Parts of everything, put aside until the last one has come. */
  #staging: Staging<unknown> | null = null;
  #firstSentAt = 0;

  constructor(parts: MapReceiverParts) {
    this.#parts = parts;
  }

  /** Everything is under way, and not taken yet. */
  get isStaging(): boolean {
    return this.#staging !== null;
  }

  /** The link is gone. */
  end(): void {
    this.#begin(0);
  }

  take(frame: RowsFrame): void {
    const { map, elapsed, sinceSent, taken, send } = this.#parts;
    if (frame.run !== this.#run) this.#begin(frame.run);
    if (this.#refused || !this.#fits(frame)) return;
    this.#expected += 1;
    const startedAt = elapsed();
    if (this.#staging === null) this.#firstSentAt = frame.sentAt;
    const pullMs = sinceSent(this.#firstSentAt);
    if (!this.#takeRows(frame)) return;
    const isEmpty = frame.rows.length + frame.gone.length === 0 && frame.base !== null;
    const took = isEmpty ? { pullMs: null, applyMs: null } : { pullMs, applyMs: elapsed() - startedAt };
    send({ type: 'applied', map: map.id, run: frame.run, number: frame.number, ...took });
    taken({ ...took, last: frame.last });
  }

  #begin(run: number): void {
    this.#run = run;
    this.#expected = 1;
    this.#refused = false;
    this.#staging = null;
  }

  /** Never smaller data over greater, never data of an activation that this node has not heard of. */
  #fits(frame: RowsFrame): boolean {
    const { map, heard } = this.#parts;
    const isSmaller = comparePositions(frame.end, map.position) < 0;
    const isUnheard = compareEpochs(frame.end.epoch, heard()) > 0;
    const isGap = frame.number !== this.#expected;
    const isElsewhere = frame.base !== null && !isSamePosition(frame.base, map.position);
    if (isSmaller || isUnheard || isGap || isElsewhere) return this.#ask(map.position);
    return this.#areValues(frame);
  }

  #ask(position: RowsFrame['base']): false {
    this.#refuse();
    this.#parts.send({ type: 'stand', map: this.#parts.map.id, position });
    return false;
  }

  #refuse(): void {
    this.#refused = true;
    this.#staging = null;
    this.#parts.refused();
  }

  #areValues({ rows }: RowsFrame): boolean {
    const { map, send, failed } = this.#parts;
    const { check } = map.options;
    if (check === undefined) return true;
    for (let index = 1; index < rows.length; index += 2) {
      if (check(rows[index])) continue;
      const problem = `The value of "${String(rows[index - 1]).slice(0, 200)}" is none that this node knows`;
      this.#refuse();
      send({ type: 'failed', map: map.id, run: this.#run, problem });
      failed(problem);
      return false;
    }
    return true;
  }

  /** False: it turned out that the two nodes differ, and everything is asked for. */
  #takeRows(frame: RowsFrame): boolean {
    const { map, differs } = this.#parts;
    if (frame.base === null) return this.#stage(frame);
    map.apply(frame.rows, frame.gone, frame.at);
    if (!frame.last) return true;
    map.reach(frame.end);
    if (frame.digest === map.digest) return true;
    differs();
    return this.#ask(null);
  }

  #stage(frame: RowsFrame): boolean {
    const { map, replacing, differs } = this.#parts;
    const staging = (this.#staging ??= map.stage());
    staging.add(frame.rows, frame.at);
    if (!frame.last) return true;
    this.#staging = null;
    if (staging.digest !== frame.digest) {
      differs();
      return this.#ask(map.position);
    }
    if (frame.diverged) replacing(staging);
    map.replace(staging, frame.end);
    return true;
  }
}
