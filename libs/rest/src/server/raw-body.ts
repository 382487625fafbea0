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
    const [mediaType] = this.contentType.split(';');
    if (mediaType!.trim().toLowerCase() !== 'application/json')
      throw new UnsupportedMediaType(this.contentType);
    return parse(decode(this.bytes));
  }
}

function decode(bytes: Buffer): string {
  try {
    return new TextDecoder('utf8', { fatal: true }).decode(bytes);
  } catch {
    throw new MalformedBody('the body is not valid UTF-8.');
  }
}

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
