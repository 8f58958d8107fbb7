import { bytesInWords } from './bytes.ts';
import { momentInUtc, momentInWords, withMomentsInWords } from './moment.ts';
import { ageInWords, calmSpan, spanInWords } from './span.ts';

const minute = 60_000;
const hour = 60 * minute;
const day = 24 * hour;

describe('A length of time', () => {
  for (const [ms, text] of [
    [0, '0 ms'],
    [849.6, '850 ms'],
    [999.6, '1 s'],
    [42_900, '42 s'],
    [3 * minute + 40_000, '3 min'],
    [2 * hour, '2 h'],
    [2 * hour + 5 * minute, '2 h 5 min'],
    [12 * day + 4 * hour + 59 * minute, '12 d 4 h'],
  ] as const) {
    it(`of ${ms} ms reads ${text}`, () => {
      expect(spanInWords(ms)).toBe(text);
    });
  }

  it('does not count seconds under the eyes of who reads', () => {
    expect([0, 59_999, minute, 2 * hour].map(calmSpan)).toEqual(['under 1 min', 'under 1 min', '1 min', '2 h']);
  });

  it('that passed reads as an age', () => {
    expect([0, 2400, 2500, 3 * minute].map(ageInWords)).toEqual(['just now', 'just now', '2 s ago', '3 min ago']);
  });
});

describe('A moment', () => {
  const at = new Date(2026, 10, 21, 2, 14, 7).getTime();

  it('of the last hours is a time of day, an older one has its date', () => {
    expect(momentInWords(at, at + hour)).toBe('02:14:07');
    expect(momentInWords(at, at + day)).toBe('21 Nov 2026, 02:14:07');
  });

  it('in the sentence of a gateway reads as everywhere else', () => {
    const sentence = `No failover until ${new Date(at).toISOString()} (admin: pump 2026-11)`;
    expect(withMomentsInWords(sentence, at + hour)).toBe('No failover until 02:14:07 (admin: pump 2026-11)');
  });

  it('is told in UTC to who points at it', () => {
    expect(momentInUtc(Date.UTC(2026, 10, 21, 2, 14, 7))).toBe('2026-11-21 02:14:07 UTC');
  });
});

describe('A size', () => {
  it('reads in the unit in which it is short', () => {
    expect([0, 850, 1400, 999_960, 100_000_000, 3.25e12].map(bytesInWords)).toEqual([
      '0 B',
      '850 B',
      '1.4 kB',
      '1,000 kB',
      '100 MB',
      '3,250 GB',
    ]);
  });
});
