import type { Failure } from '../gateways/failure.ts';
import { failureSentence } from '../gateways/failure-sentences.ts';

/** Why nobody is signed in. */
export function signInSentence(failure: Failure): string {
  if (failure.kind !== 'refused' || failure.status !== 401) return failureSentence(failure, 'This gateway');
  if (failure.problem?.code === 'signInFailed') {
    return 'Name and password do not fit together, or the sign-in link has been used already or is too old.';
  }
  return 'Your sign-in has ended. Sign in again.';
}
