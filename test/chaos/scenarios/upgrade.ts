import { cp, mkdtemp, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import Bull from 'bull';
import type { Scene } from '../scene.js';
import type { Scenario } from './scenario.js';

const root = fileURLToPath(new URL('../../..', import.meta.url));
const nextMigration = `
class NextSchema1999000000000 {
  name = 'NextSchema1999000000000';
  async up(queryRunner) {
    await queryRunner.query('ALTER TABLE webhooks ADD COLUMN next_version text');
    await queryRunner.query('ALTER TABLE owed ADD COLUMN next_version smallint NOT NULL DEFAULT 0');
    await queryRunner.query('SELECT pg_sleep(1)');
  }
}
`;

/** The built Doorbell once more, as its next version with a migration of its own. */
async function makeNextVersion(): Promise<{ readonly entry: string; remove(): Promise<void> }> {
  const directory = await mkdtemp(join(tmpdir(), 'doorbell-next-'));
  await cp(join(root, 'dist'), join(directory, 'dist'), { recursive: true });
  await symlink(join(root, 'node_modules'), join(directory, 'node_modules'));
  const manifest = JSON.parse(await readFile(join(root, 'package.json'), 'utf8')) as object;
  await writeFile(join(directory, 'package.json'), JSON.stringify({ ...manifest, version: '99.0.0' }));
  const options = join(directory, 'dist/src/config/database-options.js');
  const text = await readFile(options, 'utf8');
  const changed = text.replace(/migrations: \[(.*?)\]/, 'migrations: [$1, NextSchema1999000000000]');
  if (changed === text) throw new Error('The built database options have no list of migrations.');
  await writeFile(options, changed.replace('const logger =', `${nextMigration}const logger =`));
  return {
    entry: join(directory, 'dist/src/main.js'),
    remove: async () => rm(directory, { recursive: true, force: true }),
  };
}

/** What versions that do not exist might have queued. */
async function queueForeignJobs(url: string): Promise<void> {
  const queue = new Bull('fresh', url, { prefix: '{doorbell}' });
  for (const data of [{ version: 0, deliveries: [1, 2, 3] }, { lease: '1' }, {}]) await queue.add(data);
  await queue.close();
}

async function upgrade(scene: Scene): Promise<void> {
  const { stage } = scene;
  const next = await makeNextVersion();
  try {
    const old = [...stage.doorbells];
    await queueForeignJobs(stage.redis.url);
    const added = await Promise.all([
      stage.add('api-next', { DOORBELL_ROLE: 'api' }, next.entry),
      stage.add('worker-next', { DOORBELL_ROLE: 'worker' }, next.entry),
    ]);
    await Promise.all(added.map(async (doorbell) => doorbell.start()));
    for (const doorbell of added) stage.putIn(doorbell);
    await sleep(Math.max(4_000, scene.leftMs));
    for (const doorbell of old) {
      stage.takeOut(doorbell);
      await sleep(500);
      await doorbell.stop();
    }
    await sleep(2_000);
  } finally {
    scene.onEnd(async () => next.remove());
  }
}

export const upgradeScenarios: readonly Scenario[] = [
  {
    name: 'upgrade',
    fault:
      'the next version migrates and runs beside this one, and replaces it; jobs of unknown versions are queued',
    mustHold: 'no error to a client; nothing is called twice',
    bounds: { says: ['job_failed'], clientsSeeNoErrors: true },
    play: upgrade,
  },
];
