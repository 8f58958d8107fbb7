import type { UserRole } from '#contract/roles';

const order: readonly UserRole[] = ['viewer', 'operator', 'administrator'];

/** Whether the role may do what the other one may. */
export function includesRole(role: UserRole, needed: UserRole): boolean {
  return order.indexOf(role) >= order.indexOf(needed);
}

export function lowerRole(one: UserRole, other: UserRole): UserRole {
  return includesRole(one, other) ? other : one;
}
