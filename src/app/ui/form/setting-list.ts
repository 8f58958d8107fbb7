import type { FieldRefusal } from './save-words.ts';
import type { SaveEffect } from './settings-card.ts';

/** How one setting is read, written and named. */
export interface SettingWays<Draft, Setting> {
  labelOf: (setting: Setting) => string;
  /** JSON pointer, as the gateway names it. */
  pointerOf: (setting: Setting) => string;
  valueOf: (draft: Draft, setting: Setting) => unknown;
  inWords: (draft: Draft, setting: Setting) => string;
  /** `to` with the value of `from`. */
  copied: (setting: Setting, from: Draft, to: Draft) => Draft;
}

/** The settings of a page, in its order, and what follows from what is typed. */
export class SettingList<Draft, Setting> {
  readonly #all: readonly Setting[];
  readonly #ways: SettingWays<Draft, Setting>;

  constructor(all: readonly Setting[], ways: SettingWays<Draft, Setting>) {
    this.#all = all;
    this.#ways = ways;
  }

  /** `Node Name: A → B` for each that differs. */
  changes(from: Draft, to: Draft): string[] {
    return this.effects(from, to, () => '').map(({ change }) => change);
  }

  /** What saving would do, one sentence for each that differs. */
  effects(from: Draft, to: Draft, consequence: (setting: Setting) => string): SaveEffect[] {
    const { labelOf, inWords } = this.#ways;
    return this.#changed(from, to).map((setting) => ({
      change: `${labelOf(setting)}: ${inWords(from, setting)} → ${inWords(to, setting)}`,
      consequence: consequence(setting),
    }));
  }

  /** The draft on top of other saved settings: what was typed stays, what was not becomes theirs. */
  rebased(draft: Draft, base: Draft, theirs: Draft): Draft {
    const { copied } = this.#ways;
    return this.#changed(base, draft).reduce((result, setting) => copied(setting, draft, result), theirs);
  }

  /** The name that the page gives what a JSON pointer names. */
  labelAt(pointer: string): string | undefined {
    const { labelOf, pointerOf } = this.#ways;
    return this.#all.filter((setting) => pointerOf(setting) === pointer).map(labelOf)[0];
  }

  /** What the gateway said of values that still stand in the form. */
  refusals(
    draft: Draft,
    { rejected, errors }: { rejected: Draft; errors: readonly FieldRefusal[] },
  ): { setting: Setting; detail: string }[] {
    const changed = this.#changed(draft, rejected);
    return this.#all
      .filter((setting) => !changed.includes(setting))
      .flatMap((setting) =>
        errors
          .filter(({ pointer }) => pointer === this.#ways.pointerOf(setting))
          .map(({ detail }) => ({ setting, detail })),
      );
  }

  #changed(from: Draft, to: Draft): Setting[] {
    const { valueOf } = this.#ways;
    return this.#all.filter((setting) => valueOf(from, setting) !== valueOf(to, setting));
  }
}
