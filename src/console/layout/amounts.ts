const units = ['kB', 'MB', 'GB', 'TB'] as const;
const step = 1_024;

/** `12.3 MB`, in the reader's way to write numbers. */
export function bytesText(bytes: number, language: string): string {
  let amount = bytes / step;
  let unit = 0;
  while (amount >= step && unit < units.length - 1) {
    amount /= step;
    unit += 1;
  }
  return `${amount.toLocaleString(language, { maximumFractionDigits: 1 })} ${units[unit]}`;
}

const minute = 60;
const hour = 3_600;

/** `250 ms`, `2.5 s`, `5 min`, `12 h`, in the reader's way to write numbers. */
export function secondsText(seconds: number, language: string): string {
  const write = (amount: number): string => amount.toLocaleString(language, { maximumFractionDigits: 1 });
  if (seconds < 1) return `${write(Math.round(seconds * 1_000))} ms`;
  if (seconds < minute) return `${write(seconds)} s`;
  return seconds < hour ? `${write(seconds / minute)} min` : `${write(seconds / hour)} h`;
}
