/** Runs it soon: after those who are answered now have gone on, and what they ask for at once is done. */
export function whenNobodyWaits(work: () => void): void {
  // What is asked for on an answer is done in the first of the two turns.
  setImmediate(() => setImmediate(work));
}
