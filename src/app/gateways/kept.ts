/** What this browser remembers for this origin. A browser that keeps nothing is no error. */
export function kept(name: string): string | null {
  try {
    return localStorage.getItem(`understudy.${name}`);
  } catch {
    return null;
  }
}

export function keep(name: string, value: string | null): void {
  try {
    if (value === null) localStorage.removeItem(`understudy.${name}`);
    else localStorage.setItem(`understudy.${name}`, value);
  } catch {
    // Storage is switched off: the choice lasts as long as the page.
  }
}
