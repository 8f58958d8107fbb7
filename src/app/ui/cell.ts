/** One cell of a table, in words. */
export interface Cell {
  text: string;
  /**
   * `missing`: there is no value, and the text says why. `calm`: nothing is asked for, which takes no room on a phone.
   * `attention`: an icon is shown with it.
   */
  look: 'plain' | 'missing' | 'calm' | 'attention';
  /** Shown to who points at it: exact time, UTC. */
  hover: string | null;
}

export function cell(text: string, more: Partial<Omit<Cell, 'text'>> = {}): Cell {
  return { text, look: 'plain', hover: null, ...more };
}
