import type { RedundancyConfig } from '#contract/redundancy-config';
import type { Role } from '#contract/roles';

/** The node whose settings a card edits, and the pair around it. */
export interface ConfigScene {
  nodeId: string;
  name: string;
  role: Role | null;
  /** The page came from this node. */
  here: boolean;
  /** `null`: none is known. */
  other: { name: string; role: Role; config: RedundancyConfig | null } | null;
  /** Name of the node that is active; `null`: not known. */
  active: string | null;
  /** By what the node itself says; `null`: not known. */
  linked: boolean | null;
  /** Of the link now, ms; `null`: not measured. */
  roundTripMs: number | null;
}
