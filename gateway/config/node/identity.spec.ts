import { existsSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import type { Role } from '#contract/roles';
import { exitCodes, StartError } from '../../exit-codes.ts';
import { DataDirectory } from '../disk/data-directory.ts';
import { Identity } from './identity.ts';
import { useTemporaryDirectory } from '../disk/temporary-directory.testing.ts';

const given = 'a-secret-from-outside-of-43-characters-00000';

describe('Identity', () => {
  const path = useTemporaryDirectory();

  it('is made up at the first start and the same ever after', () => {
    const first = started('Master');
    expect(first.firstStart).toBeTrue();
    expect(first.secretWasGiven).toBeFalse();
    expect(first.pairSecret).toMatch(/^[A-Za-z0-9_-]{43}$/);
    expect(first.pair.pairId).not.toBeNull();

    const second = started('Master');
    expect(second.firstStart).toBeFalse();
    expect(second.nodeId).toBe(first.nodeId);
    expect(second.pairSecret).toBe(first.pairSecret);
    expect(second.pair).toEqual(first.pair);
  });

  it('keeps its secret where only the owner reads it', () => {
    started('Master');

    expect(statSync(path('pair-secret')).mode & 0o777).toBe(0o600);
    expect(statSync(path('identity.json')).mode & 0o777).toBe(0o600);
  });

  it('takes the secret from outside at the first start and never again', () => {
    expect(started('Backup', given).pairSecret).toBe(given);

    const later = started('Backup', 'another-secret-of-more-than-32-characters');

    expect(later.pairSecret).toBe(given);
    expect(later.secretWasGiven).toBeTrue();
  });

  it('starts a Backup without a secret, which says that it has none, and takes one as soon as it is given', () => {
    expect(started('Backup').pairSecret).toBeNull();
    expect(existsSync(path('pair-secret'))).toBeFalse();

    const later = started('Backup', given);

    expect(later.pairSecret).toBe(given);
    expect(later.secretWasGiven).toBeFalse();
  });

  it('is at its first start again when the first one was cut short', () => {
    started('Master', given);
    rmSync(path('identity.json'));

    const again = started('Master');

    expect(again.firstStart).toBeTrue();
    expect(again.pairSecret).toBe(given);
  });

  it('remembers the pair, the pinned certificate and the peer over a restart', () => {
    const peer = { nodeId: 'node-a', name: 'A', addresses: ['https://a.example:8060'] };
    const backup = started('Backup', given);
    backup.pinPeer('node-a', 'AA:BB');
    backup.changePair({ pairId: 'pair', lastPeer: peer });

    expect(started('Backup').pair).toEqual({
      pairId: 'pair',
      peerCertificates: { 'node-a': 'AA:BB' },
      lastPeer: peer,
      role: 'Backup',
      roleGeneration: 0,
    });
  });

  it('raises the role generation with every change of the role, and makes what a Master needs', () => {
    const node = started('Backup');
    node.changeRole('Master');
    node.changeRole('Master');
    expect(node.pair.roleGeneration).toBe(1);
    expect(node.pair.pairId).not.toBeNull();
    expect(node.pairSecret).not.toBeNull();

    expect(started('Independent').pair).toEqual({ ...node.pair, role: 'Independent', roleGeneration: 2 });
  });

  it('refuses a damaged file and leaves it as it is', () => {
    writeFileSync(path('identity.json'), '{"nodeId": ');

    expect(() => started('Master')).toThrowMatching(
      (error) => error instanceof StartError && error.exitCode === exitCodes.directoryUnusable,
    );
    expect(readFileSync(path('identity.json'), 'utf8')).toBe('{"nodeId": ');
  });

  it('refuses a secret that could be guessed, without repeating it', () => {
    expect(() => started('Backup', 'water')).toThrowMatching(
      (error) => error instanceof StartError && /32 to 200/.test(error.message) && !/water/.test(error.message),
    );
    expect(existsSync(path('identity.json'))).toBeFalse();
  });

  function started(role: Role, secret: string | null = null): Identity {
    const identity = new Identity(new DataDirectory(path()));
    identity.start(role, () => secret);
    return identity;
  }
});
