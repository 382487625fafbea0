import { DayPartitions, TextCatalog } from '@app/database';
import { DataSource } from 'typeorm';
import { afterEach, beforeEach, describe, expect, inject, it } from 'vitest';
import { databaseOptions } from '../../src/config/database-options.js';
import { createDatabase, type TestDatabase } from '../setup/test-database.js';

let database: TestDatabase;
let dataSource: DataSource;
beforeEach(async () => {
  database = await createDatabase(inject('servers').postgresUrl);
  dataSource = await new DataSource(databaseOptions({ databaseUrl: database.url, role: 'all' })).initialize();
  await dataSource.query('CREATE TABLE visits (at timestamptz(3) PRIMARY KEY) PARTITION BY RANGE (at)');
});
afterEach(async () => {
  await dataSource.destroy();
  await database.drop();
});

const day = (text: string): Date => new Date(`${text}T12:00:00.000Z`);
const visit = 'INSERT INTO visits VALUES ($1)';

describe('DayPartitions', () => {
  it('makes the days ahead, once, also when two processes do so at the same moment', async () => {
    const processes = [new DayPartitions(dataSource), new DayPartitions(dataSource)];
    await Promise.all(processes.map((partitions) => partitions.ensure('visits', day('2026-02-27'), 2)));
    await processes[0]!.ensure('visits', day('2026-02-27'), 3);
    expect(await processes[0]!.days('visits')).toEqual([
      '2026-02-27',
      '2026-02-28',
      '2026-03-01',
      '2026-03-02',
    ]);
    for (const moment of ['2026-02-27T00:00:00.000Z', '2026-03-02T23:59:59.999Z']) {
      await dataSource.query(visit, [new Date(moment)]);
    }
  });

  it('makes a missing day while transactions that inserted are open, the own one included', async () => {
    const partitions = new DayPartitions(dataSource);
    await partitions.require('visits', [day('2026-05-03')]);
    await dataSource.transaction(async (manager) => {
      await manager.query(visit, [day('2026-05-03')]);
      await partitions.require('visits', [day('2026-05-03'), day('2026-06-01')]);
      await manager.query(visit, [day('2026-06-01')]);
    });
    expect(await dataSource.query('SELECT count(*)::int AS count FROM visits')).toEqual([{ count: 2 }]);
  });

  it('drops the days that are over and no other; one that is in use is left for the next time', async () => {
    const partitions = new DayPartitions(dataSource);
    await partitions.ensure('visits', day('2026-05-03'), 3);
    const moment = new Date('2026-05-05T00:00:00.000Z');
    await dataSource.transaction(async (manager) => {
      await manager.query(visit, [day('2026-05-06')]);
      expect(await partitions.dropBefore('visits', moment)).toEqual([]);
    });
    expect(await partitions.dropBefore('visits', moment)).toEqual(['2026-05-03', '2026-05-04']);
    expect(await partitions.days('visits')).toEqual(['2026-05-05', '2026-05-06']);
  });
});

describe('TextCatalog', () => {
  it('gives a text the same id everywhere, however long it is; finding stores nothing', async () => {
    const [one, other] = [new TextCatalog(dataSource), new TextCatalog(dataSource)];
    const long = Array.from({ length: 9_000 }, (_, index) => index.toString(36)).join('');
    expect(await one.find([long])).toEqual(new Map());
    const [first, second] = await Promise.all([one.idsOf([long, 'a']), other.idsOf(['a', long])]);
    expect(first.size).toBe(2);
    for (const [text, id] of second) expect(first.get(text)).toBe(id);
    expect(await other.find(['a', 'b'])).toEqual(new Map([['a', first.get('a')]]));
  });
});
