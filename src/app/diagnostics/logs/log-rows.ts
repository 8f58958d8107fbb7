import type { LogLine } from '#contract/logs';

export interface LogRow {
  line: LogLine;
  /** In the browser's zone, to the millisecond. */
  time: string;
  utc: string;
  /** Set on the first line of each day. */
  day: string | null;
}

const clock = new Intl.DateTimeFormat('en-GB', {
  hour: '2-digit',
  minute: '2-digit',
  second: '2-digit',
  fractionalSecondDigits: 3,
});
const calendar = new Intl.DateTimeFormat('en-GB', { dateStyle: 'full' });

/** Lines as they are read: the time in each, the day once. `before`: the line that stands above the first one. */
export function logRows(lines: readonly LogLine[], before?: LogLine): LogRow[] {
  let lastDay = before === undefined ? '' : calendar.format(before.timestamp);
  return lines.map((line) => {
    const day = calendar.format(line.timestamp);
    const row = {
      line,
      time: clock.format(line.timestamp),
      utc: new Date(line.timestamp).toISOString(),
      day: day === lastDay ? null : day,
    };
    lastDay = day;
    return row;
  });
}
