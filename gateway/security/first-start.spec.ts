import { useTemporaryDirectory } from '../config/disk/temporary-directory.testing.ts';
import { makeFirstUser } from './first-start.ts';
import { type TestSecurity, TestClock, addPeople, openSecurity, password } from './security.testing.ts';

describe('The first start', () => {
  const path = useTemporaryDirectory();
  let security: TestSecurity;
  beforeEach(() => (security = openSecurity({ path: path('security.db'), clock: new TestClock() })));
  afterEach(() => security.database.close());

  it('makes an administrator who has no password yet, and no token', async () => {
    expect(await start({ adminPassword: null, apiToken: null })).toBeTrue();
    expect(security.provider.exportState()).toEqual({
      users: [{ name: 'admin', role: 'administrator', passwordHash: null, chosenIn: null }],
      tokens: [],
    });
  });

  it('takes the password and the token that it is given', async () => {
    await start({ adminPassword: password, apiToken: 'a-token-for-scripts' });
    await expectAsync(security.signIn.withPassword('admin', password, 'here')).toBeResolved();
    expect(security.users.findToken('a-token-for-scripts')?.role).toBe('administrator');
    expect(JSON.stringify(security.provider.exportState())).not.toContain('a-token-for-scripts');
  });

  it('is only the first: later starts read neither', async () => {
    await addPeople(security);
    const before = security.provider.exportState();
    expect(await start({ adminPassword: 'another password', apiToken: 'another-token-for-scripts' })).toBeFalse();
    expect(security.provider.exportState()).toEqual(before);
  });

  it('refuses a password or a token that could be guessed, and makes nothing', async () => {
    await expectAsync(start({ adminPassword: 'short', apiToken: null })).toBeRejectedWithError(
      'UNDERSTUDY_ADMIN_PASSWORD: At least 10 characters',
    );
    await expectAsync(start({ adminPassword: null, apiToken: 'short' })).toBeRejectedWithError(
      'UNDERSTUDY_API_TOKEN: At least 16 characters',
    );
    expect(security.users.isEmpty()).toBeTrue();
  });

  function start(secrets: { adminPassword: string | null; apiToken: string | null }): Promise<boolean> {
    return makeFirstUser(security.users, security.passwords, () => secrets);
  }
});
