import { BinaryRows, copyRows, TransactionRequiredError } from '@app/database';
import {
  array,
  assert,
  asyncProperty,
  boolean,
  date,
  integer,
  maxSafeInteger,
  option,
  record,
  string,
} from 'fast-check';
import { DataSource } from 'typeorm';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { databaseOptions } from '../../src/config/database-options.js';
import { createDatabase, type TestDatabase } from '../setup/test-database.js';

let database: TestDatabase;
let dataSource: DataSource;
beforeAll(async () => {
  database = await createDatabase(inject('servers').postgresUrl);
  dataSource = await new DataSource(databaseOptions({ databaseUrl: database.url, role: 'all' })).initialize();
  await dataSource.query(
    `CREATE TABLE copied (n integer, yes boolean, small smallint, whole integer, big bigint, at timestamptz(3),
       said text, CHECK (n < 1000))`,
  );
});
afterAll(async () => {
  await dataSource.destroy();
  await database.drop();
});

const columns = 'copied (n, yes, small, whole, big, at, said)';

interface Row {
  readonly yes: boolean;
  readonly small: number | null;
  readonly whole: number | null;
  readonly big: number | null;
  readonly at: Date | null;
  readonly said: string | null;
}

function rowsOf(given: readonly Row[], firstNumber = 0): BinaryRows {
  const rows = new BinaryRows(7);
  for (const [index, { yes, small, whole, big, at, said }] of given.entries()) {
    rows.row();
    rows.integer(firstNumber + index);
    rows.boolean(yes);
    rows.smallint(small);
    rows.integer(whole);
    rows.bigint(big);
    rows.timestamptz(at);
    rows.text(said);
  }
  return rows;
}

const emptyRow: Row = { yes: false, small: null, whole: null, big: null, at: null, said: null };

describe('copyRows', () => {
  it('inserts every value as it is, in the transaction', async () => {
    const row = record({
      yes: boolean(),
      small: option(integer({ min: -32_768, max: 32_767 })),
      whole: option(integer()),
      big: option(maxSafeInteger()),
      at: option(date({ min: new Date('0001-01-01'), max: new Date('9999-12-31'), noInvalidDate: true })),
      // Long enough that the buffer grows; PostgreSQL knows no NUL.
      said: option(string({ unit: 'binary', maxLength: 3_000 }).map((text) => text.replaceAll('\0', ''))),
    });
    await assert(
      asyncProperty(array(row, { maxLength: 40 }), async (given) => {
        const read = await dataSource.transaction(async (manager) => {
          await manager.query('DELETE FROM copied');
          await copyRows(columns, rowsOf(given), manager);
          return manager.query<Row[]>('SELECT yes, small, whole, big, at, said FROM copied ORDER BY n');
        });
        expect(read).toEqual(given);
      }),
      { numRuns: 50 },
    );
  });

  it('rejects as a query does where a row is refused, and nothing is inserted', async () => {
    await dataSource.query('DELETE FROM copied');
    const copying = dataSource.transaction(async (manager) => {
      await copyRows(columns, rowsOf([emptyRow]), manager);
      await copyRows(columns, rowsOf([emptyRow, emptyRow], 999), manager);
    });
    await expect(copying).rejects.toMatchObject({ code: '23514' });
    await expect(
      dataSource.transaction((manager) => copyRows('nowhere (n)', new BinaryRows(1), manager)),
    ).rejects.toMatchObject({ code: '42P01' });
    const nul = rowsOf([{ ...emptyRow, said: 'a\0b' }]);
    await expect(dataSource.transaction((manager) => copyRows(columns, nul, manager))).rejects.toMatchObject({
      code: '22021',
    });
    expect(await dataSource.query('SELECT * FROM copied')).toEqual([]);
  });

  it('leaves the connection usable after a failure, under a savepoint', async () => {
    await dataSource.transaction(async (manager) => {
      await manager.query('SAVEPOINT before');
      await expect(copyRows('nowhere (n)', rowsOf([emptyRow]), manager)).rejects.toThrow('nowhere');
      await manager.query('ROLLBACK TO SAVEPOINT before');
      await copyRows(columns, rowsOf([{ ...emptyRow, said: 'here' }]), manager);
    });
    expect(await dataSource.query('SELECT said FROM copied')).toEqual([{ said: 'here' }]);
  });

  it('needs a transaction', async () => {
    await expect(copyRows(columns, rowsOf([emptyRow]), dataSource.manager)).rejects.toThrow(
      TransactionRequiredError,
    );
  });
});
