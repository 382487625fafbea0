import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { type Receiver, startReceiver } from '@app/testing';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type Doorbell, startDoorbell } from '../setup/doorbell.js';
import { codeBlocks, readDocument } from './code-blocks.js';

const run = promisify(execFile);
const blocks = codeBlocks(await readDocument('docs/api.md')).map(({ code }) => code);
const prelude = blocks[0]!.split('\n\n', 1)[0]!;

type Answer = Readonly<Record<string, unknown>>;

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

  /** What curl prints: an answer a line. @throws when one is no success. */
  async function paste(code: string, token: string): Promise<readonly Answer[]> {
    const script = `${prelude}\n${code.replace(prelude, '')}`
      .replace('http://127.0.0.1:3000', doorbell.url)
      .replace('$(cat .doorbell/admin-token)', token)
      .replace('https://doorbell:s3cret@shop.example.com/', receiver.url.replace('//', '//doorbell:s3cret@'));
    const { stdout } = await run('bash', ['-e', '-c', script]);
    const lines = stdout.split('\n').filter((line) => line !== '');
    return lines.map((line) => JSON.parse(line) as Answer);
  }

  it('can be pasted from its first line to its last', async () => {
    const [first, exchange, ...others] = blocks;
    expect(exchange).toBe('TOKEN=dbt_…\n');
    const token = (await paste(first!, doorbell.settings.adminToken)).at(-1)!['token'] as string;
    expect(token).toMatch(/^dbt_/);
    const answers: Answer[] = [];
    for (const block of others) {
      if (block.includes('/resend/')) await doorbell.untilNothingIsOwed();
      answers.push(...(await paste(block, token)));
    }
    expect(answers.find((answer) => 'duplicate' in answer || answer['code'] === 'ABC23')).toMatchObject({
      notification_id: 1,
      deliveries: 1,
    });
    const requests = await receiver.waitFor(5);
    expect(requests[0]).toMatchObject({ url: '/doorbell', json: { notification_id: 0 } });
    const codes = requests.slice(1).map(({ json }) => (json as { code: string }).code);
    expect(codes.slice(0, 3).toSorted()).toEqual(['ABC23', 'ABC23', 'ABC24']);
    expect(codes[3]).toBe('ABC23');
  });
});
