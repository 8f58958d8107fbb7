/** Why a setting cannot be edited here. `flag`: of the command line, by which the node was started with it. */
export function disabledBecause(flag: string | undefined, mayEdit: boolean): string | null {
  if (flag !== undefined) return `Set by ${flag}`;
  return mayEdit ? null : 'Only an administrator changes settings';
}
