import * as z from 'zod/mini';
import { drafts } from '../drafts/drafts.ts';
import { typingPlace } from './typing.ts';

const move = z.object({ to: z.string(), epoch: z.string(), at: z.number() });

/** What an operator's page takes along when it moves to the other node. Times are epoch ms. */
export const pageLuggage = z.object({
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
});
export type PageLuggage = z.infer<typeof pageLuggage>;
