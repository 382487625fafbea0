import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, it, vi } from 'vitest';

vi.setConfig({ testTimeout: 180_000 });

it('npm run demo -- --exit shows the request, the failure, the wait, the retry, the log, and how to go on', async () => {
  const directory = await mkdtemp(join(tmpdir(), 'doorbell demo '));
  const script = fileURLToPath(new URL('../../scripts/demo.mjs', import.meta.url));
  const child = spawn(process.execPath, [script, '--exit'], {
    env: { PATH: process.env['PATH'], PORT: '0', DOORBELL_DEMO_DATA_DIR: directory },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  let text = '';
  child.stdout.setEncoding('utf8').on('data', (chunk: string) => (text += chunk));
  const [code] = (await once(child, 'close')) as [number];
  await rm(directory, { recursive: true });
  expect([code, text]).toEqual([0, text]);

  const body =
    '{"notification_id":1,"organizer":"acmecorp","event":"democon","code":"ABC23","action":"pretix.event.order.placed"}';
  expect(text.split('POST /hook HTTP/1.1')).toHaveLength(3);
  expect(text.split(`│ ${body}`)).toHaveLength(3);
  const inOrder = [
    'Doorbell listens on http://127.0.0.1:',
    'A sample receiver listens on http://127.0.0.1:',
    '201 notification 1, owed to 1 webhook',
    'It answered 500 Internal Server Error.',
    'Doorbell calls again within 5 seconds',
    'The receiver got it again',
    'It answered 200 OK.',
    'The log has both calls',
    'Swagger UI',
    'curl -X POST http://127.0.0.1:',
    'Stopped.',
  ];
  const places = inOrder.map((words) => text.indexOf(words));
  expect(places).not.toContain(-1);
  expect(places).toEqual(places.toSorted((a, b) => a - b));
  expect(text).toMatch(/[\d:.]+ +1 +500 +\d+ ms +[\d:.]+\n.* 2 retry +200 +\d+ ms +none/);
});
