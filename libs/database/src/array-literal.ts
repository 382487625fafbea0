const toBeEscaped = /["\\]/g;

/**
 * An array as PostgreSQL reads it. pg's own writing was the largest heap of garbage on the hot path, 18 KB a delivery:
 * a set-based statement passes each of its columns as one array.
 * @returns undefined where it holds what only pg can write: buffers, objects, arrays of arrays
 */
export function arrayLiteral(values: readonly unknown[]): string | undefined {
  const elements: string[] = [];
  for (const value of values) {
    const element = elementOf(value);
    if (element === undefined) return undefined;
    elements.push(element);
  }
  return `{${elements.join(',')}}`;
}

function elementOf(value: unknown): string | undefined {
  switch (typeof value) {
    case 'string':
      return quoted(value);
    case 'number':
    case 'bigint':
    case 'boolean':
      return String(value);
    case 'undefined':
      return 'NULL';
    default:
      if (value === null) return 'NULL';
      return value instanceof Date ? moment(value) : undefined;
  }
}

function quoted(text: string): string {
  return text.includes('"') || text.includes('\\') ? `"${text.replace(toBeEscaped, '\\$&')}"` : `"${text}"`;
}

/** Rows of a group have one moment: it is written once. */
let latestMs = Number.NaN;
let latestText: string | undefined;

/** Within the years that ISO 8601 and PostgreSQL write alike. */
function moment(date: Date): string | undefined {
  const milliseconds = date.getTime();
  if (milliseconds !== latestMs) {
    const year = date.getUTCFullYear();
    latestText = year >= 1 && year <= 9999 ? `"${date.toISOString()}"` : undefined;
    latestMs = milliseconds;
  }
  return latestText;
}
