/** The WHERE of a statement, put together from what was asked for. */
export class Conditions {
  private readonly parts: string[] = [];
  private readonly values: unknown[] = [];

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

  /** The value's placeholder. */
  parameter(value: unknown): string {
    return `$${this.values.push(value)}`;
  }
}
