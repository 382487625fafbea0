import { cp, mkdtemp, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import Bull from 'bull';
import type { Scene } from '../scene.js';
import type { Scenario } from './scenario.js';

const root = fileURLToPath(new URL('../../..', import.meta.url));
/** Two, since a transaction that changes two tables may wait for one that uses them in the other order. */
const nextMigrations = ['webhooks', 'owed'].map((table, index) => {
  const name = `NextSchema199900000000${index}`;
  return {
    name,
    text: `class ${name} {
  name = '${name}';
  async up(queryRunner) {
    await queryRunner.query('ALTER TABLE ${table} ADD COLUMN next_version smallint NOT NULL DEFAULT 0');
  }
}
`,
  };
});

/** The built Doorbell once more, as its next version with migrations of its own. */
async function makeNextVersion(): Promise<{ readonly entry: string; remove(): Promise<void> }> {
  const directory = await mkdtemp(join(tmpdir(), 'doorbell-next-'));
  await cp(join(root, 'dist'), join(directory, 'dist'), { recursive: true });
  await symlink(join(root, 'node_modules'), join(directory, 'node_modules'));
  const manifest = JSON.parse(await readFile(join(root, 'package.json'), 'utf8')) as object;
  await writeFile(join(directory, 'package.json'), JSON.stringify({ ...manifest, version: '99.0.0' }));
  const options = join(directory, 'dist/src/config/database-options.js');
  const text = await readFile(options, 'utf8');
  const names = nextMigrations.map(({ name }) => name).join(', ');
  const changed = text.replace(/migrations: \[(.*?)\]/, `migrations: [$1, ${names}]`);
  if (changed === text) throw new Error('The built database options have no list of migrations.');
  await writeFile(
    options,
    changed.replace('const logger =', `${nextMigrations.map(({ text }) => text).join('')}const logger =`),
  );
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
