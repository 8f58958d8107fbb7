import * as z from 'zod/mini';
import { drafts } from '../drafts/drafts.ts';
import { typingPlace } from './typing.ts';

const move = z.object({ to: z.string(), epoch: z.string(), at: z.number() });

/** What an operator's page takes along when it moves to the other node. Times are epoch ms. */
const pageLuggage = z.object({
  arrival: z.object({
    from: z.string(),
    to: z.string(),
    reason: z.enum(['standby', 'silent']),
    at: z.number(),
    moves: z.array(move).check(z.maxLength(20)),
  }),
  /** Who typed it: nobody else gets it. */
  userName: z.nullable(z.string()),
  drafts,
  /** In which field. */
  typing: z.optional(typingPlace),
  /** In the form to sign in, if that stood in place of the page. */
  signInName: z.optional(z.string().check(z.maxLength(200))),
});
export type PageLuggage = z.infer<typeof pageLuggage>;

/** Anybody can write a link: what is no luggage is `null`. */
export function parsedLuggage(brought: unknown): PageLuggage | null {
  const read = z.safeParse(pageLuggage, brought);
  return read.success ? read.data : null;
}
