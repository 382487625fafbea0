import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { type Receiver, startReceiver } from '@app/testing';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type Doorbell, startDoorbell } from '../setup/doorbell.js';
import { codeBlocks, readDocument } from './code-blocks.js';

const run = promisify(execFile);
const blocks = codeBlocks(await readDocument('docs/api.md')).map(({ code }) => code);
const own = 'TOKEN=dbt_…';
/** Deliveries of the resent webhook are given a moment to end, or there is nothing to resend. */
const untilCalled = 'sleep 2\n';

describe('docs/api.md', () => {
  let doorbell: Doorbell;
  let receiver: Receiver;
  beforeEach(async () => {
    [doorbell, receiver] = await Promise.all([startDoorbell(), startReceiver()]);
  });
  afterEach(async () => {
    await receiver.close();
    await doorbell.stop();
  });

  it('can be pasted from its first line to its last', async () => {
    const script = blocks
      .join('echo\n')
      .replace('http://127.0.0.1:3000', doorbell.url)
      .replace('$(cat .doorbell/admin-token)', doorbell.settings.adminToken)
      .replace('https://doorbell:s3cret@shop.example.com/', receiver.url.replace('//', '//doorbell:s3cret@'))
      .replace('doorbell "$API/acmecorp/tokens/"', 'answer=$(doorbell "$API/acmecorp/tokens/"')
      .replace(`"can_send_notifications"]}'`, `$&)`)
      .replace(own, `TOKEN=$(node -p 'JSON.parse(process.argv[1]).token' "$answer")`)
      .replace('doorbell -X POST "$API/acmecorp/webhooks/1/expedite/"', `${untilCalled}$&`);
    const { stdout, stderr } = await run('bash', ['-e', '-c', script]);
    expect(stderr).toBe('');
    const answers = stdout.split('\n').filter((line) => line !== '');
    const parsed = answers.map((line) => JSON.parse(line) as Record<string, unknown>);
    expect(parsed.filter((answer) => 'detail' in answer)).toEqual([]);
    expect(parsed.find((answer) => 'notification_id' in answer && 'deliveries' in answer)).toMatchObject({
      notification_id: 1,
      deliveries: 1,
    });
    const requests = await receiver.waitFor(5);
    expect(requests[0]).toMatchObject({ url: '/doorbell', json: { notification_id: 0 } });
    expect(requests.at(-1)!.json).toMatchObject({ code: 'ABC23', action: 'pretix.event.order.placed' });
    const codes = requests.slice(1, 4).map(({ json }) => (json as { code: string }).code);
    expect(codes.toSorted()).toEqual(['ABC23', 'ABC23', 'ABC24']);
  });
});
