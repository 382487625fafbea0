import { LRUCache } from 'lru-cache';

const dateHeader = 'date';
/** Stands for the moment the receiver named, which is a column of its own. */
const namedMoment = '*';
const rememberedDates = 100;
const mostSeconds = 32_767;

/** Response headers as they are stored. */
export interface StoredResponseHeaders {
  /** The same for every answer of a receiver whose headers differ in the date alone. */
  readonly text: string;
  /** Seconds from the one the call began in to the one that the receiver named; null when it is in the text. */
  readonly dateOffset: number | null;
}

/** Answers that differ only by the second they were given in are one text. */
export class ResponseHeaderTexts {
  /** The second of a `date` as it is usually written; null: written otherwise. Receivers name the same ones. */
  private readonly seconds = new LRUCache<string, number | false>({ max: rememberedDates });

  stored(headers: Readonly<Record<string, string>>, began: Date): StoredResponseHeaders {
    const date = headers[dateHeader];
    const second = date === undefined ? false : this.secondOf(date);
    const offset = second === false ? undefined : second - secondsOf(began);
    if (offset === undefined || Math.abs(offset) > mostSeconds) {
      return { text: JSON.stringify(headers), dateOffset: null };
    }
    return { text: JSON.stringify({ ...headers, [dateHeader]: namedMoment }), dateOffset: offset };
  }

  private secondOf(date: string): number | false {
    const known = this.seconds.get(date);
    if (known !== undefined) return known;
    const moment = new Date(date);
    const second = moment.toUTCString() === date && secondsOf(moment);
    this.seconds.set(date, second);
    return second;
  }
}

/** The headers as they came. */
export function shownResponseHeaders(
  { text, dateOffset }: StoredResponseHeaders,
  began: Date,
): Record<string, string> {
  const headers = JSON.parse(text) as Record<string, string>;
  if (dateOffset === null) return headers;
  return { ...headers, [dateHeader]: new Date((secondsOf(began) + dateOffset) * 1_000).toUTCString() };
}

const secondsOf = (moment: Date): number => Math.floor(moment.getTime() / 1_000);
