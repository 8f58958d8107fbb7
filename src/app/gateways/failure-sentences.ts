import type { Failure } from './failure.ts';

/** What went wrong, as a sentence; `name` is the node that was asked. */
export function failureSentence(failure: Failure, name: string): string {
  switch (failure.kind) {
    case 'noAnswer':
      return `${name} does not answer this browser.`;
    case 'timeout':
      return `${name} did not answer in time.`;
    case 'noAddress':
      return `No address of ${name} is known to this browser.`;
    case 'wrongNode':
      return `Another gateway answers at the address of ${name}.`;
    case 'notUnderstood':
      return `${name} answered something that this console does not understand.`;
    case 'refused':
      return refusalSentence(failure, name);
  }
}

function refusalSentence({ status, problem }: Failure & { kind: 'refused' }, name: string): string {
  if (status === 401) return `${name} no longer accepts this sign-in.`;
  if (problem === null) return `${name} answered with error ${status}.`;
  return sentence(problem.detail ?? problem.title);
}

function sentence(text: string): string {
  return /[.!?]$/.test(text) ? text : `${text}.`;
}
