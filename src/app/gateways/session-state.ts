import { createActionGroup, createFeature, createReducer, emptyProps, on, props } from '@ngrx/store';
import type { Session, SignInRequest, TicketAnswer } from '#contract/session';
import type { Failure, Received } from './failure.ts';

/** What lets this page in at the node that it did not come from; times in epoch ms of this browser. */
export interface Ticket {
  text: string;
  receivedAt: number;
  expiresAt: number;
}

export interface SessionState {
  /** `unknown`: being restored. */
  phase: 'unknown' | 'signedOut' | 'signingIn' | 'signedIn';
  session: Session | null;
  ticket: Ticket | null;
  /** The node that the page came from no longer takes the cookie; the ticket serves there too. */
  cookieRefused: boolean;
  /** Why signing in failed, or why restoring takes so long. */
  failure: Failure | null;
}

export const sessionEvents = createActionGroup({
  source: 'Session',
  events: {
    'Sign In Asked': props<{ request: SignInRequest }>(),
    'Sign In Answered': props<{ session: Session; received: Received }>(),
    'Sign In Failed': props<{ failure: Failure }>(),
    'Nobody Was Signed In': emptyProps(),
    'Ticket Answered': props<{ ticket: TicketAnswer; received: Received }>(),
    'Cookie Refused': emptyProps(),
    /** The other node does the work behind the address of this page: its cookie is not there yet. */
    'Node Adopted': emptyProps(),
    /** The node takes neither the cookie nor the ticket. Whether the session goes on is asked. */
    'Sign In Doubted': emptyProps(),
    /** While the session is restored: it is asked again. */
    'No Answer Yet': props<{ failure: Failure }>(),
    'Password Set': emptyProps(),
    'Sign Out Asked': emptyProps(),
    'Signed Out': emptyProps(),
    /** The gateways no longer know this sign-in. */
    'Session Ended': emptyProps(),
  },
});

const signedOut: SessionState = {
  phase: 'signedOut',
  session: null,
  ticket: null,
  cookieRefused: false,
  failure: null,
};

export const sessionFeature = createFeature({
  name: 'session',
  reducer: createReducer<SessionState>(
    { ...signedOut, phase: 'unknown' },
    on(sessionEvents.signInAsked, (): SessionState => ({ ...signedOut, phase: 'signingIn' })),
    on(sessionEvents.signInAnswered, (_state, { session, received }): SessionState => ({
      ...signedOut,
      phase: 'signedIn',
      session,
      ticket: ticketOf(session, received),
    })),
    on(sessionEvents.signInFailed, (_state, { failure }): SessionState => ({ ...signedOut, failure })),
    on(sessionEvents.ticketAnswered, (state, { ticket, received }): SessionState => ({
      ...state,
      ticket: ticketOf(ticket, received),
    })),
    on(sessionEvents.cookieRefused, sessionEvents.nodeAdopted, (state): SessionState => ({
      ...state,
      cookieRefused: true,
    })),
    on(sessionEvents.noAnswerYet, (state, { failure }): SessionState => ({ ...state, failure })),
    on(sessionEvents.passwordSet, (state): SessionState => ({
      ...state,
      session: state.session && { ...state.session, passwordNeeded: false },
    })),
    on(sessionEvents.nobodyWasSignedIn, sessionEvents.signedOut, (): SessionState => signedOut),
    on(sessionEvents.sessionEnded, (): SessionState => ({
      ...signedOut,
      failure: { kind: 'refused', status: 401, problem: null },
    })),
  ),
});

/** The clock of the gateway does not matter: its life is counted from when it was asked for. */
function ticketOf({ ticket, ticketRemainingMs }: TicketAnswer, { askedAt, receivedAt }: Received): Ticket {
  return { text: ticket, receivedAt, expiresAt: askedAt + ticketRemainingMs };
}
