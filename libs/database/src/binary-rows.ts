/** What COPY's binary format begins with: a signature, no flags, no extension. */
const header = Buffer.from('PGCOPY\n\xff\r\n\0\0\0\0\0\0\0\0\0', 'latin1');
const firstSize = 1 << 16;
const headerOfField = 4;
/** PostgreSQL counts time from 2000. */
const epochMs = Date.UTC(2000, 0, 1);
const versionOfJsonb = 1;
const highHalf = 2 ** 32;

/**
 * Rows in COPY's binary format (`copyRows`), written value by value, in the order of the columns.
 * @throws RangeError where a number is not whole, or too large for its column: cut off, it would be another number.
 */
export class BinaryRows {
  private bytes = Buffer.allocUnsafe(firstSize);
  private view = viewOf(this.bytes);
  private at = header.copy(this.bytes);

  /** @param columns of each row */
  constructor(private readonly columns: number) {}

  /** Its values follow. */
  row(): void {
    this.reserve(2);
    this.view.setInt16(this.at, this.columns);
    this.at += 2;
  }

  null(): void {
    this.begin(-1, 0);
  }

  boolean(value: boolean): void {
    this.begin(1, 1);
    this.bytes[this.at] = value ? 1 : 0;
    this.at += 1;
  }

  smallint(value: number | null): void {
    if (value === null) return this.null();
    if ((value << 16) >> 16 !== value) throw outOfRange(value, 'smallint');
    this.begin(2, 2);
    this.view.setInt16(this.at, value);
    this.at += 2;
  }

  integer(value: number | null): void {
    if (value === null) return this.null();
    if ((value | 0) !== value) throw outOfRange(value, 'integer');
    this.begin(4, 4);
    this.view.setInt32(this.at, value);
    this.at += 4;
  }

  bigint(value: number | null): void {
    if (value === null) return this.null();
    if (!Number.isSafeInteger(value)) throw outOfRange(value, 'bigint');
    this.eightBytes(value);
  }

  /** Beyond the year 2285 its microseconds are rounded, its milliseconds are not. */
  timestamptz(value: Date | null): void {
    if (value === null) return this.null();
    const milliseconds = value.getTime() - epochMs;
    if (Number.isNaN(milliseconds)) throw outOfRange(milliseconds, 'timestamptz');
    this.eightBytes(milliseconds * 1_000);
  }

  text(value: string | null): void {
    if (value === null) return this.null();
    // A UTF-16 unit is three bytes at most.
    this.reserve(headerOfField + value.length * 3);
    const length = this.bytes.write(value, this.at + headerOfField);
    this.view.setInt32(this.at, length);
    this.at += headerOfField + length;
  }

  jsonb(json: string | null): void {
    if (json === null) return this.null();
    this.reserve(headerOfField + 1 + json.length * 3);
    const start = this.at + headerOfField;
    this.bytes[start] = versionOfJsonb;
    const length = 1 + this.bytes.write(json, start + 1);
    this.view.setInt32(this.at, length);
    this.at = start + length;
  }

  /** All that was written. Nothing may be added afterwards. */
  finish(): Buffer {
    this.reserve(2);
    this.view.setInt16(this.at, -1);
    return this.bytes.subarray(0, this.at + 2);
  }

  private eightBytes(value: number): void {
    this.begin(8, 8);
    const high = Math.floor(value / highHalf);
    this.view.setInt32(this.at, high);
    this.view.setUint32(this.at + 4, value - high * highHalf);
    this.at += 8;
  }

  private begin(length: number, room: number): void {
    this.reserve(headerOfField + room);
    this.view.setInt32(this.at, length);
    this.at += headerOfField;
  }

  private reserve(size: number): void {
    if (this.at + size <= this.bytes.length) return;
    const grown = Buffer.allocUnsafe(Math.max(this.bytes.length * 2, this.at + size));
    this.bytes.copy(grown, 0, 0, this.at);
    this.bytes = grown;
    this.view = viewOf(grown);
  }
}

const viewOf = ({ buffer, byteOffset, byteLength }: Buffer): DataView =>
  new DataView(buffer, byteOffset, byteLength);

const outOfRange = (value: number, type: string): RangeError =>
  new RangeError(`${value} does not fit into a ${type}.`);
