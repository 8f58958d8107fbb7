const short = new Intl.NumberFormat('en-GB', { maximumFractionDigits: 1 });
const names = ['B', 'kB', 'MB', 'GB'] as const;

/** A size for a person: "850 B", "1.4 kB", "100 MB". */
export function bytesInWords(bytes: number): string {
  const power = Math.min(names.length - 1, Math.max(0, Math.floor(Math.log10(Math.max(1, bytes)) / 3)));
  return `${short.format(bytes / 1000 ** power)} ${names[power] ?? 'B'}`;
}
