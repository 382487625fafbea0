/** The WHERE of a statement, put together from what was asked for. */
export class Conditions {
  private readonly parts: string[] = [];
  private readonly values: unknown[] = [];

  /** The same conditions, to which more can be added. */
  copy(): Conditions {
    const copy = new Conditions();
    copy.parts.push(...this.parts);
    copy.values.push(...this.values);
    return copy;
  }

  get sql(): string {
    return this.parts.join(' AND ');
  }

  get parameters(): readonly unknown[] {
    return this.values;
  }

  /** @param comparison e.g. `webhook_id =`; nothing is added for a value that was not given */
  add(comparison: string, value: unknown): void {
    if (value !== undefined) this.parts.push(`${comparison} ${this.parameter(value)}`);
  }

  /** @param comparison e.g. `(datetime, id) <` */
  addRow(comparison: string, ...values: readonly unknown[]): void {
    this.parts.push(`${comparison} (${values.map((value) => this.parameter(value)).join(', ')})`);
  }

  /** @param type the column's */
  addOneOf(column: string, type: string, values: readonly unknown[]): void {
    this.parts.push(`${column} = ANY(${this.parameter(values)}::${type}[])`);
  }

  /** The value's placeholder. */
  parameter(value: unknown): string {
    return `$${this.values.push(value)}`;
  }
}
