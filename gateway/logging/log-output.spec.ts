import { textOf } from './log-output.ts';

describe('A line of text output', () => {
  const timestamp = new Date(2026, 0, 31, 2, 14, 7, 123).getTime();

  it('is short and in the time of this computer', () => {
    expect(textOf({ timestamp, loggerName: 'redundancy.link', level: 'INFO', message: 'Link opened' })).toBe(
      '02:14:07.123 INFO redundancy.link Link opened\n',
    );
  });

  it('has the stack of an error below it', () => {
    const stack = ['Error: gone', '    at somewhere'];

    expect(textOf({ timestamp, loggerName: 'x', level: 'ERROR', message: 'Lost', stack })).toBe(
      '02:14:07.123 ERROR x Lost\n    Error: gone\n        at somewhere\n',
    );
  });
});
