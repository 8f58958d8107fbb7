import { writeFileSync } from 'node:fs';
import { exitCodes, StartError } from '../../exit-codes.ts';
import { secretFrom } from './environment.ts';
import { useTemporaryDirectory } from '../disk/temporary-directory.testing.ts';

describe('secretFrom', () => {
  const path = useTemporaryDirectory();

  it('takes the variable, or the file that it names, without the line end', () => {
    writeFileSync(path('token'), 'from a file\n');

    expect(secretFrom({ UNDERSTUDY_API_TOKEN: 'direct' }, 'UNDERSTUDY_API_TOKEN')).toBe('direct');
    expect(secretFrom({ UNDERSTUDY_API_TOKEN_FILE: path('token') }, 'UNDERSTUDY_API_TOKEN')).toBe('from a file');
    expect(secretFrom({ UNDERSTUDY_API_TOKEN: 'direct' }, 'UNDERSTUDY_PAIR_SECRET')).toBeNull();
  });

  const wrong: [string, Record<string, string>, RegExp][] = [
    ['both forms at once', { UNDERSTUDY_API_TOKEN: 'hidden', UNDERSTUDY_API_TOKEN_FILE: 'x' }, /both set/],
    ['a file that is not there', { UNDERSTUDY_API_TOKEN_FILE: '/nowhere/token' }, /UNDERSTUDY_API_TOKEN_FILE: ENOENT/],
    ['an empty secret', { UNDERSTUDY_API_TOKEN: '' }, /UNDERSTUDY_API_TOKEN is empty/],
  ];
  wrong.forEach(([what, environment, words]) => {
    it(`refuses ${what} in one line, without the secret`, () => {
      expect(() => secretFrom(environment, 'UNDERSTUDY_API_TOKEN')).toThrowMatching(
        (error) =>
          error instanceof StartError &&
          error.exitCode === exitCodes.badCommandLine &&
          words.test(error.message) &&
          !error.message.includes('hidden'),
      );
    });
  });
});
