import type { Reason, VerdictCode } from './verdict-codes.ts';
import { plainLink, rules, unproven } from './verdict-rules.ts';
import { sceneOf, type NodeEvidence } from './verdict-scene.ts';

export interface Verdict {
  code: VerdictCode;
  /** At least one; the first gives the title. */
  reasons: readonly Reason[];
}

/** Judges the pair by what is live now; the first rule that matches wins. What is not proven is not known. */
export function judge(nodes: readonly NodeEvidence[]): Verdict {
  const scene = sceneOf(nodes);
  for (const [code, rule] of rules) {
    const reasons = rule(scene);
    if (reasons.length > 0) return { code, reasons: withPlainLink(code, reasons, plainLink(scene)) };
  }
  return { code: 'notKnown', reasons: unproven(scene) };
}

/** Something is left to do: then it is not said that there is nothing to do. */
function withPlainLink(code: VerdictCode, reasons: readonly Reason[], plain: readonly Reason[]): readonly Reason[] {
  return code === 'protected' && plain.length > 0 ? plain : [...reasons, ...plain];
}
