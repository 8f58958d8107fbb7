/** One line of a card: what, and what is known of it. */
export interface Fact {
  label: string;
  text: string;
  /** `missing`: there is no value, and the text says why. `attention`: an icon is shown with it. */
  look: 'plain' | 'missing' | 'attention';
  /** Said beside the value. */
  note: string | null;
  /** Shown to who points at it: exact time, UTC. */
  hover: string | null;
}

export function fact(label: string, text: string, more: Partial<Omit<Fact, 'label' | 'text'>> = {}): Fact {
  return { label, text, look: 'plain', note: null, hover: null, ...more };
}

/** There is no value: `never`, `none`, `unknown` and `not reported` are different words. */
export function missing(
  label: string,
  text: 'never' | 'none' | 'unknown' | 'not reported',
  note: string | null = null,
): Fact {
  return fact(label, text, { look: 'missing', note });
}
