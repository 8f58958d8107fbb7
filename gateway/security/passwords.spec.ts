import { passwordHash } from '#contract/security-state';
import * as z from 'zod/mini';
import { GatewayError } from '../errors.ts';
import { Passwords } from './passwords.ts';

describe('Passwords', () => {
  it('knows the password again and no other', async () => {
    const passwords = new Passwords({ logN: 10 });
    const hash = await passwords.hash('correct horse battery');
    expect(z.safeParse(passwordHash, hash).success).toBeTrue();
    expect(await passwords.verify('correct horse battery', hash)).toBeTrue();
    expect(await passwords.verify('correct horse batterz', hash)).toBeFalse();
  });

  it('knows a password again whose accents were composed differently', async () => {
    const passwords = new Passwords({ logN: 10 });
    const hash = await passwords.hash('Wasserwerk Ko\u0308ln');
    expect(await passwords.verify('Wasserwerk K\u00f6ln', hash)).toBeTrue();
  });

  it('spends the work of a hash on an account that does not exist', async () => {
    const passwords = new Passwords({ logN: 14 });
    const hash = await passwords.hash('correct horse battery');
    const known = await duration(() => passwords.verify('wrong', hash));
    const unknown = await duration(() => passwords.verify('wrong', null));
    expect(unknown).toBeGreaterThan(known / 4);
  });

  it('uses N = 2^17 unless a spec asks for less', async () => {
    expect(await new Passwords().hash('correct horse battery')).toMatch(/^scrypt\$17\$8\$1\$/);
  });

  it('turns the next one away when too many wait, and goes on when they are through', async () => {
    const passwords = new Passwords({ logN: 10, queueLimit: 2 });
    const [first, second] = [passwords.hash('first of the crowd'), passwords.hash('second of the crowd')];
    await expectAsync(passwords.hash('third of the crowd')).toBeRejectedWithError(GatewayError);
    await Promise.all([first, second]);
    await expectAsync(passwords.hash('third of the crowd')).toBeResolved();
  });
});

async function duration(work: () => Promise<unknown>): Promise<number> {
  const startedAt = performance.now();
  await work();
  return performance.now() - startedAt;
}
