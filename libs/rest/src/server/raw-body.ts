import { isUtf8 } from 'node:buffer';
import { MalformedBody, UnsupportedMediaType } from '../errors/api-error.js';

/** The body as it came, looked at only once everything before it in the order of checks has passed. */
export class RawBody {
  constructor(
    private readonly contentType: string,
    private readonly bytes: Buffer,
  ) {}

  /** @throws UnsupportedMediaType, MalformedBody */
  read(): unknown {
    const isEmpty = this.bytes.length === 0;
    if (isEmpty) return {};
    if (!isJson(this.contentType)) throw new UnsupportedMediaType(this.contentType);
    return parse(decode(this.bytes));
  }

  /** As the fields of a form. @throws UnsupportedMediaType, MalformedBody */
  readForm(): URLSearchParams {
    if (this.bytes.length === 0) return new URLSearchParams();
    if (mediaTypeOf(this.contentType) !== form) throw new UnsupportedMediaType(this.contentType);
    if (hasMore(this.bytes, fieldEnd, mostFields))
      throw new MalformedBody(`a form has ${mostFields} fields at most.`);
    return new URLSearchParams(decode(this.bytes));
  }
}

const json = 'application/json';
const form = 'application/x-www-form-urlencoded';
/** An event each, and a type each: a form of ours has fewer. Millions of them would hold everybody up. */
const mostFields = 20_000;
const fieldEnd = '&'.charCodeAt(0);

/** Whether the byte is there more often than so many times. */
function hasMore(bytes: Buffer, byte: number, most: number): boolean {
  let count = 0;
  for (let at = bytes.indexOf(byte); at >= 0 && count <= most; at = bytes.indexOf(byte, at + 1)) count += 1;
  return count > most;
}

function isJson(contentType: string): boolean {
  return contentType === json || mediaTypeOf(contentType) === json;
}

const mediaTypeOf = (contentType: string): string => contentType.split(';')[0]!.trim().toLowerCase();

/** As TextDecoder does it, without making one for each request, which takes longer than the rest of the reading. */
function decode(bytes: Buffer): string {
  if (!isUtf8(bytes)) throw new MalformedBody('the body is not valid UTF-8.');
  const text = bytes.toString('utf8');
  return text.startsWith(byteOrderMark) ? text.slice(1) : text;
}

const byteOrderMark = '\ufeff';

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    throw new MalformedBody(error instanceof Error ? positionOf(error.message) : 'unreadable.');
  }
}

/** V8 quotes what was sent; the place says enough, and shows nothing. */
function positionOf(message: string): string {
  const position = /at position (\d+)/.exec(message)?.[1];
  return position === undefined ? 'unexpected end of the body.' : `unexpected character at ${position}.`;
}
