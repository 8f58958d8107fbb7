import { VirtualAction, VirtualTimeScheduler } from 'rxjs';

/** Time that passes only when a spec says so. */
export class FakeTime extends VirtualTimeScheduler {
  constructor(startAt = Date.UTC(2026, 10, 21, 2, 14, 7)) {
    super(VirtualAction, startAt);
    this.frame = startAt;
  }

  pass(ms: number): void {
    this.maxFrames = this.frame + ms;
    this.flush();
    this.frame = this.maxFrames;
  }
}
