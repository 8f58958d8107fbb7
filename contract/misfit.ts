import type { ProjectState } from './roles.ts';

/**
 * What it is that keeps a node which reports `incompatible` from becoming active, by what the nodes say of their
 * configuration: modules that it lacks, unless one of them says that the versions differ.
 */
export function misfitOf(states: readonly ProjectState[]): 'incompatible' | 'lacksModules' {
  return states.includes('Incompatible (Platform)') ? 'incompatible' : 'lacksModules';
}
