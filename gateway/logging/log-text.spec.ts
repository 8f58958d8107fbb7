import { plainLine, stackOf } from './log-text.ts';

describe('A logged text', () => {
  it('shows control characters and reversed text instead of obeying them', () => {
    expect(plainLine('a\u001b[2Jb\r\nc\u202ed ü 😀')).toBe('a\\u001b[2Jb\\u000d\\nc\\u202ed ü 😀');
  });

  it('is cut where it is too long, and says how much is missing', () => {
    expect(plainLine('x'.repeat(5000))).toBe(`${'x'.repeat(2000)}… (3000 characters more)`);
  });

  it('tells of an error with its causes, but nothing of its members', () => {
    const cause = Object.assign(new Error('refused'), { password: 'hidden' });

    const lines = stackOf(new Error('no link', { cause }));

    expect(lines[0]).toBe('Error: no link');
    expect(lines).toContain('Caused by: Error: refused');
    expect(lines.join()).not.toContain('hidden');
  });

  it('tells of each of several errors at once', () => {
    const lines = stackOf(new AggregateError([new Error('IPv6 refused'), new Error('IPv4 refused')]));

    expect(lines).toContain('Caused by: Error: IPv6 refused');
    expect(lines).toContain('Caused by: Error: IPv4 refused');
  });

  it('ends with an error that is its own cause', () => {
    const error = new Error('around');
    error.cause = error;

    expect(stackOf(error).length).toBeLessThanOrEqual(40);
  });

  it('shows nothing of an object that is no error', () => {
    expect(stackOf({ password: 'hidden' })).toEqual(['Not an Error: object']);
  });
});
