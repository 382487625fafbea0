import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { queueNames, startDoorbell } from './doorbell.js';
import { debianVersion, type PostgresServer, startPostgres } from './postgres-server.js';
import { createDatabase, makeTemplate, numbersDatabase, queryOnce } from './test-database.js';
import { itGoesAllTheWay } from './way-through.js';

/** In Debian 12 the oldest PostgreSQL that Doorbell runs on, 15. */
describe(`on Debian's PostgreSQL ${debianVersion()}`, () => {
  let server: PostgresServer;
  let serverUrl: string;
  beforeAll(async () => {
    server = await startPostgres('debian');
    serverUrl = server.url(numbersDatabase);
    await makeTemplate(serverUrl);
  });
  afterAll(() => server.stop());

  it('which is really that one', async () => {
    const [row] = await queryOnce<{ server_version: string }>(serverUrl, 'SHOW server_version', []);
    expect(row!.server_version.split('.')[0]).toBe(debianVersion());
  });

  describe.each(queueNames)('the way through over the %s queue', (queue) => {
    itGoesAllTheWay(async () => {
      const { url } = await createDatabase(serverUrl);
      return startDoorbell({ queue, databaseUrl: url });
    });
  });
});
