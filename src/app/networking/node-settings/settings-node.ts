import type { Role } from '#contract/roles';

/** The node whose settings a card edits, and the pair around it. */
export interface SettingsNode {
  nodeId: string;
  name: string;
  /** `null`: not known yet. */
  role: Role | null;
  /** The page came from this node. */
  here: boolean;
  /** Name of the other node; `null`: none is known. */
  otherName: string | null;
}
