const prime = 16_777_619;
const bits = new Float64Array(1);
const words = new Uint32Array(bits.buffer);

/** 32 bits over a key and its value, the same before and after the value went over the wire as JSON. */
export function hashOf(key: string, value: unknown): number {
  const hash = mixValue(value, mixText(key, -2_128_831_035));
  const folded = Math.imul(hash ^ (hash >>> 15), -2_048_144_789);
  return folded ^ (folded >>> 13);
}

function mixText(text: string, seed: number): number {
  let hash = Math.imul(seed ^ text.length, prime);
  for (let index = 0; index < text.length; index += 1) hash = Math.imul(hash ^ text.charCodeAt(index), prime);
  return hash;
}

/** As JSON has it: what is no number there is null, what is undefined is not there, zero has no sign. */
function mixValue(value: unknown, seed: number): number {
  switch (typeof value) {
    case 'number':
      return Number.isFinite(value) ? mixNumber(value, seed) : Math.imul(seed ^ 3, prime);
    case 'string':
      return mixText(value, seed ^ 5);
    case 'boolean':
      return Math.imul(seed ^ (value ? 7 : 11), prime);
    case 'object':
      return value === null ? Math.imul(seed ^ 3, prime) : mixMembers(value, seed);
    default:
      return Math.imul(seed ^ 3, prime);
  }
}

function mixNumber(value: number, seed: number): number {
  bits[0] = value === 0 ? 0 : value;
  const hash = Math.imul(seed ^ (words[0] ?? 0), -2_048_144_789);
  return Math.imul(hash ^ (hash >>> 15) ^ (words[1] ?? 0), -1_028_477_387);
}

function mixMembers(value: object, seed: number): number {
  let hash = seed;
  if (Array.isArray(value)) {
    for (const each of value as unknown[]) hash = mixValue(each, hash ^ 13);
    return Math.imul(hash ^ 17, prime);
  }
  const members = value as Record<string, unknown>;
  for (const name in members) {
    const member = members[name];
    if (member !== undefined) hash = mixValue(member, mixText(name, hash));
  }
  return Math.imul(hash ^ 19, prime);
}
