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

/** What the gateway found wrong, each under the name that the page gives it. */
export function refusedInWords(errors: readonly { pointer: string; detail: string }[]): string {
  return errors
    .map(({ pointer, detail }) => {
      const setting = settings.find(({ member }) => pointerOf(member) === pointer);
      return `${setting?.label ?? pointer}: ${detail}`;
    })
    .join('; ');
}
