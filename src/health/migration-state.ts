import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';

/** Which migrations of this version the database has. A newer version may have brought others: they harm nobody. */
@Injectable()
export class MigrationState {
  constructor(private readonly dataSource: DataSource) {}

  /** @throws when the database does not answer */
  async count(): Promise<{ readonly applied: number; readonly pending: number }> {
    const rows = await this.dataSource.query<{ name: string }[]>('SELECT name FROM migrations');
    const applied = new Set(rows.map(({ name }) => name));
    const pending = this.dataSource.migrations.filter(({ name }) => !applied.has(name ?? '')).length;
    return { applied: this.dataSource.migrations.length - pending, pending };
  }
}
