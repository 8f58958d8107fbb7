import type { Editing } from '../../gateways/edited.ts';
import type { RedundancyConfigView } from '../../gateways/redundancy-config-api.ts';
import type { ConfigDraft } from './config-draft.ts';
import { changedSettings, changeInWords, rebased, settings } from './config-settings.ts';
import { pointerOf } from './config-draft.ts';

export const configEditing: Editing<RedundancyConfigView, ConfigDraft> = {
  draftOf: ({ saved }) => saved,
  changes: (from, to) => changedSettings(from, to).map((setting) => changeInWords(from, to, setting)),
  rebased,
};

/** The name that the page gives what a JSON pointer names. */
export function labelOf(pointer: string): string | undefined {
  return settings.find(({ member }) => pointerOf(member) === pointer)?.label;
}
