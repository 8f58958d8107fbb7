/** How long ago the peer's clock showed that time, ms, never less than 0; `null` while the clocks are not compared. */
export function sinceSent(sentAt: number, now: number, peerClockOffsetMs: number | null): number | null {
  return peerClockOffsetMs === null ? null : Math.max(0, now - (sentAt - peerClockOffsetMs));
}
