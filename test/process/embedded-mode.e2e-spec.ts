import { existsSync } from 'node:fs';
import { mkdtemp, readFile, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { askEmbedded, DoorbellProcess, postmaster } from './doorbell-process.js';

// Several starts and stops of whole processes each, also on a busy machine.
vi.setConfig({ testTimeout: 180_000, hookTimeout: 120_000 });

let directory: string;
const started: DoorbellProcess[] = [];

const start = (): DoorbellProcess => {
  const doorbell = DoorbellProcess.start({ DOORBELL_DATA_DIR: directory });
  started.push(doorbell);
  return doorbell;
};
const isRunning = (pid: number): boolean => existsSync(`/proc/${pid}/exe`);

beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), 'doorbell data '));
});
afterEach(async () => {
  await Promise.all(started.splice(0).map(async (doorbell) => doorbell.stop()));
  await rm(directory, { recursive: true });
});

describe('44. Embedded: started twice on the same data directory, the second says so and stops; data is there after a restart; a crash leaves nothing that needs a hand.', () => {
  it('44. says on the first start where it listens, where its data lies, and the admin token, once', async () => {
    const first = start();
    const url = await first.listening();
    expect(url).toMatch(/^http:\/\/127\.0\.0\.1:\d+$/);
    expect((await first.said('data')).message).toContain(directory);
    const { message } = await first.said('admin_token');
    const file = join(directory, 'admin-token');
    const token = (await readFile(file, 'utf8')).trim();
    expect(token).toMatch(/^dba_/);
    expect(message).toBe(`Admin token: ${token} (shown this once, kept in ${file})`);
    for (const name of ['admin-token', 'secret-key', 'postgres-password']) {
      expect([name, (await stat(join(directory, name))).mode & 0o777]).toEqual([name, 0o600]);
    }
    const { pid } = await postmaster(directory);
    expect(await first.stop()).toMatchObject({ code: 0 });
    expect(isRunning(pid)).toBe(false);

    const second = start();
    await second.listening();
    expect((await second.said('admin_token')).message).toBe(`The admin token is kept in ${file}`);
    expect(JSON.stringify(second.lines)).not.toContain(token);
  });

  it('52. at every start until somebody is there, it says once where the first administrator signs in', async () => {
    const links: string[] = [];
    for (const _time of ['first', 'second']) {
      const doorbell = start();
      const url = await doorbell.listening();
      const { message } = await doorbell.said('first_sign_in');
      const [link] = /http:\S+$/.exec(message)!;
      expect(link).toMatch(new RegExp(`^${url}/console/sign-in/link/[\\w-]{43}$`));
      const { code } = await doorbell.stop();
      expect([code, JSON.stringify(doorbell.lines).split(link).length]).toEqual([0, 2]);
      links.push(link);
    }
    expect(new Set(links).size).toBe(2);
  });

  it('44. a second start on the same directory names the process that runs there, and stops', async () => {
    const first = start();
    await first.listening();
    const { code, errors } = await start().ended;
    expect(code).toBe(1);
    expect(errors).toContain(`Doorbell already runs on ${directory} (process ${first.pid}).`);
    await askEmbedded(directory, 'SELECT 1');
  });

  it('44. data is there after a restart, whether it was stopped or killed', async () => {
    await start().listening();
    await askEmbedded(directory, 'CREATE TABLE kept (how text)');
    for (const signal of ['SIGINT', 'SIGKILL', 'SIGTERM'] as const) {
      await askEmbedded(directory, `INSERT INTO kept VALUES ('${signal}')`);
      await started.at(-1)!.stop(signal);
      await start().listening();
    }
    expect(await askEmbedded(directory, 'SELECT how FROM kept')).toHaveLength(3);
  });

  it('44. a server left by a killed process is stopped by the next start, even while it is stopping', async () => {
    const first = start();
    await first.listening();
    const left = await postmaster(directory);
    await first.stop('SIGKILL');
    expect(isRunning(left.pid)).toBe(true);
    process.kill(left.pid, 'SIGTERM');
    const second = start();
    await second.listening();
    expect(isRunning(left.pid)).toBe(false);
    expect((await postmaster(directory)).pid).not.toBe(left.pid);
  });

  it('44. a database that is killed comes back under the running application', async () => {
    const doorbell = start();
    await doorbell.listening();
    process.kill((await postmaster(directory)).pid, 'SIGKILL');
    await doorbell.said('embedded_database_restarted');
    await askEmbedded(directory, 'SELECT 1');
    expect(await doorbell.stop()).toMatchObject({ code: 0 });
  });

  it('44. everything killed at once, during the very first start too, is no trouble for the next one', async () => {
    const first = start();
    await first.said('embedded_database');
    await first.stop('SIGKILL');
    const second = start();
    await second.listening();
    const { pid } = await postmaster(directory);
    process.kill(second.pid, 'SIGKILL');
    process.kill(pid, 'SIGKILL');
    expect(await start().listening()).toContain('http://');
  });
});
