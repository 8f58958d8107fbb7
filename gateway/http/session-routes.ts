import * as z from 'zod/mini';
import { codeAnswer, passwordChange, session, signInRequest, ticketAnswer } from '#contract/session';
import type { SignIn } from '../security/sign-in.ts';
import { addressOf, personOf } from './access.ts';
import type { SessionCookie } from './session-cookie.ts';
import type { GatewayApp } from './zod-provider.ts';

const base = '/data/api/v1/session';
const tags = ['Session'];
const bodyLimit = 4096;
const viewer = { needs: 'viewer' } as const;
/** Tickets are renewed by every open console, all day; and when whatever was dead is back. */
const renewal = { needs: 'viewer', polled: true, renews: true } as const;
const handOff = { needs: 'viewer', renews: true } as const;
const noBody = z.optional(z.strictObject({}));

export function sessionRoutes(app: GatewayApp, signIn: SignIn, cookie: SessionCookie): void {
  signInRoute(app, signIn, cookie);
  ownSessionRoutes(app, signIn, cookie);
  ticketRoutes(app, signIn);
  passwordRoute(app, signIn);
}

function signInRoute(app: GatewayApp, signIn: SignIn, cookie: SessionCookie): void {
  app.post(
    base,
    {
      config: { needs: 'open' },
      bodyLimit,
      schema: {
        operationId: 'signIn',
        summary: 'Sign in with name and password, or with the code of a one-time link',
        tags,
        body: signInRequest,
        response: { 200: session },
      },
    },
    async (request, reply) => {
      const { body } = request;
      const address = addressOf(request);
      const { principal, cookieSecret } =
        'code' in body
          ? signIn.withCode(body.code, address)
          : await signIn.withPassword(body.userName, body.password, address);
      request.principal = principal;
      cookie.set(request, reply, { secret: cookieSecret, endsAt: principal.endsAt });
      return signIn.describe(principal);
    },
  );
}

function ownSessionRoutes(app: GatewayApp, signIn: SignIn, cookie: SessionCookie): void {
  app.get(
    base,
    {
      config: viewer,
      schema: { operationId: 'getSession', summary: 'Who is signed in', tags, response: { 200: session } },
    },
    (request) => signIn.describe(personOf(request)),
  );
  app.delete(
    base,
    {
      config: viewer,
      schema: { operationId: 'signOut', summary: 'End the session on both nodes', tags, response: { 204: z.null() } },
    },
    (request, reply) => {
      signIn.signOut(personOf(request));
      cookie.clear(request, reply);
      void reply.code(204);
      return null;
    },
  );
}

function ticketRoutes(app: GatewayApp, signIn: SignIn): void {
  app.post(
    `${base}/ticket`,
    {
      config: renewal,
      bodyLimit,
      schema: {
        operationId: 'renewTicket',
        summary: 'A fresh ticket for one of a session that goes on, expired or not, or for the cookie',
        tags,
        body: noBody,
        response: { 200: ticketAnswer },
      },
    },
    (request) => signIn.ticket(personOf(request)),
  );
  app.post(
    `${base}/code`,
    {
      config: handOff,
      bodyLimit,
      schema: {
        operationId: 'createSignInCode',
        summary: 'A code that opens this node’s console once for the same session',
        tags,
        body: noBody,
        response: { 200: codeAnswer },
      },
    },
    (request) => signIn.handOffCode(personOf(request)),
  );
}

function passwordRoute(app: GatewayApp, signIn: SignIn): void {
  app.put(
    `${base}/password`,
    {
      config: viewer,
      bodyLimit,
      schema: {
        operationId: 'changePassword',
        summary: 'Choose one’s own password; ends one’s other sessions',
        tags,
        body: passwordChange,
        response: { 204: z.null() },
      },
    },
    async (request, reply) => {
      await signIn.changePassword(personOf(request), request.body, addressOf(request));
      void reply.code(204);
      return null;
    },
  );
}
