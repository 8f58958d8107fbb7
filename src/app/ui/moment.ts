const dayAndTime = new Intl.DateTimeFormat('en-GB', {
  day: 'numeric',
  month: 'short',
  year: 'numeric',
  hour: '2-digit',
  minute: '2-digit',
  second: '2-digit',
});

/** The zone in which all times are shown; named once on a page. */
export const timeZone = dayAndTime.resolvedOptions().timeZone;

/** A moment in the reader's zone: the time of day, with the date unless it is of the last 12 hours. */
export function momentInWords(at: number, now: number): string {
  return Math.abs(now - at) < 43_200_000 ? timeOfDay(new Date(at)) : dayAndTime.format(at);
}

const isoMoments = /\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z/g;

/** A sentence of a gateway, which tells times in UTC, with its moments in the reader's zone. */
export function withMomentsInWords(sentence: string, now: number): string {
  return sentence.replace(isoMoments, (moment) => momentInWords(Date.parse(moment), now));
}

/** The same in UTC, for who points at it. */
export function momentInUtc(at: number): string {
  return `${new Date(at).toISOString().slice(0, 19).replace('T', ' ')} UTC`;
}

/** Without Intl: this runs for many values each second. */
function timeOfDay(date: Date): string {
  return [date.getHours(), date.getMinutes(), date.getSeconds()].map((part) => `${part}`.padStart(2, '0')).join(':');
}
