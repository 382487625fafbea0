import { setTimeout as sleep } from 'node:timers/promises';
import type { DataSource, MigrationInterface, QueryRunner } from 'typeorm';
import { Client } from 'pg';
import { afterEach, beforeEach, describe, expect, inject, it } from 'vitest';
import { type DatabaseOptions, databaseOptions, openDatabase } from '../../src/config/database-options.js';
import { createDatabase, type TestDatabase } from '../setup/test-database.js';

/** As a later version may bring one: it needs the table to itself. */
class AddsColumn1999999999999 implements MigrationInterface {
  readonly name = 'AddsColumn1999999999999';
  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query('ALTER TABLE webhooks ADD COLUMN later integer');
  }
  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query('ALTER TABLE webhooks DROP COLUMN later');
  }
}

const optionsOf = (databaseUrl: string): DatabaseOptions => databaseOptions({ databaseUrl, role: 'all' });

describe('opening the database', () => {
  let database: TestDatabase;
  let opened: DataSource | undefined;
  beforeEach(async () => void (database = await createDatabase(inject('servers').postgresUrl)));
  afterEach(async () => {
    await opened?.destroy();
    opened = undefined;
    await database.drop();
  });

  const withLater = (): DatabaseOptions => {
    const options = optionsOf(database.url);
    return { ...options, migrations: [...(options.migrations as []), AddsColumn1999999999999] };
  };

  it('a migration waits for a locked table without keeping others from it, and is made once it can be', async () => {
    const reader = new Client({ connectionString: database.url });
    const other = new Client({ connectionString: database.url });
    await Promise.all([reader.connect(), other.connect()]);
    try {
      await reader.query('BEGIN');
      await reader.query('SELECT * FROM webhooks');
      const opening = openDatabase(withLater());
      for (let second = 0; second < 4; second += 1) {
        await sleep(1_000);
        const began = performance.now();
        await other.query('SELECT * FROM webhooks');
        expect(performance.now() - began).toBeLessThan(2_800);
      }
      await reader.query('COMMIT');
      opened = await opening;
      expect(await opened.query('SELECT later FROM webhooks')).toEqual([]);
    } finally {
      await Promise.all([reader.end(), other.end()]);
    }
  });

  it('gives up when its patience is over', async () => {
    const options = optionsOf('postgres://doorbell@127.0.0.1:9/doorbell');
    const began = performance.now();
    await expect(openDatabase(options, 2_500)).rejects.toThrow(/ECONNREFUSED/);
    expect(performance.now() - began).toBeGreaterThan(1_000);
  });

  it('does not wait for what waiting does not mend', async () => {
    const url = new URL(database.url);
    url.pathname = '/nosuchdatabase';
    const began = performance.now();
    await expect(openDatabase(optionsOf(url.href))).rejects.toThrow(/does not exist/);
    expect(performance.now() - began).toBeLessThan(5_000);
  });
});
