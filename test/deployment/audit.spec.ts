import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmod, cp, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';

let directory: string;
beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), 'doorbell-audit-'));
  await mkdir(join(directory, 'scripts'));
  await cp('scripts/audit.mjs', join(directory, 'scripts', 'audit.mjs'));
});
afterEach(async () => rm(directory, { recursive: true }));

const reportWith = (...ids: readonly string[]): object => ({
  auditReportVersion: 2,
  vulnerabilities: Object.fromEntries(
    ids.map((id) => [
      `package-of-${id}`,
      {
        via: [
          'another-package',
          {
            url: `https://github.com/advisories/${id}`,
            name: 'left-pad',
            range: '<2',
            severity: 'high',
            title: 'Pads',
          },
        ],
      },
    ]),
  ),
});

/** The script, where npm answers so: first about what runs, then about everything. */
async function audit(
  answers: readonly [string, string],
  exceptions: object = {},
): Promise<{ readonly code: number; readonly said: string }> {
  const [runs, everything] = answers;
  const npm = join(directory, 'npm');
  await writeFile(
    npm,
    `#!/bin/sh\ncase "$*" in *--omit=dev*) echo '${runs}';; *) echo '${everything}';; esac\nexit 1\n`,
  );
  await chmod(npm, 0o755);
  await writeFile(join(directory, 'scripts', 'audit-exceptions.json'), JSON.stringify(exceptions));
  const env = { PATH: `${directory}:${dirname(process.execPath)}:${process.env['PATH']}` };
  const child = spawn(process.execPath, ['scripts/audit.mjs'], { cwd: directory, env });
  let said = '';
  child.stdout.on('data', (text: Buffer) => (said += text.toString()));
  const [code] = (await once(child, 'close')) as [number];
  return { code, said };
}

const none = JSON.stringify(reportWith());
const one = JSON.stringify(reportWith('GHSA-1'));

describe('npm run audit', () => {
  it('passes where nothing is known', async () => {
    expect(await audit([none, none])).toEqual({
      code: 0,
      said: 'No known vulnerability without a written reason.\n',
    });
  });

  it('fails on what is known, of what runs and of what builds, each once', async () => {
    const both = JSON.stringify(reportWith('GHSA-1', 'GHSA-2'));
    const { code, said } = await audit([one, both]);
    expect(code).toBe(1);
    expect(said).toBe(
      'FOUND in what runs: GHSA-1 (high) in left-pad <2, Pads\nFOUND in everything: GHSA-2 (high) in left-pad <2, Pads\n',
    );
  });

  it('takes a written reason, as long as there is something to excuse', async () => {
    const reason = { 'GHSA-1': 'nobody pads here' };
    expect(await audit([one, one], reason)).toMatchObject({
      code: 0,
      said: expect.stringContaining('accepted in what runs') as string,
    });
    expect(await audit([none, none], reason)).toMatchObject({ code: 1 });
  });

  it('says that it is skipped where the registry is away, or knows no advisories', async () => {
    const refused = JSON.stringify({ message: '405 Method Not Allowed', error: {} });
    for (const answer of [refused, '', 'nonsense']) {
      const { code, said } = await audit([answer, answer]);
      expect([code, said.slice(0, 12)]).toEqual([77, 'NOT CHECKED:']);
    }
  });
});
