import { describe, expect, it } from 'vitest';
import { greetings } from '../greetings.js';
import { type Receiver, startReceiver } from '../receiver.js';
import { manners } from '../rude-answers.js';
import { helpText, readFlags } from './receiver-flags.js';

const statusOf = async ({ url }: Receiver, path = ''): Promise<number> => {
  const response = await fetch(`${url}${path}`, { method: 'POST', body: '{}', redirect: 'manual' });
  await response.arrayBuffer();
  return response.status;
};

describe('The flags of the receiver', () => {
  it('take turns, from call to call, and leave paths that ask for something alone', async () => {
    const { answer } = readFlags(['--410', '--429=30', '--redirect=https://example.com/', '--slow=1']);
    const receiver = await startReceiver({ answer });
    const statuses = [];
    for (const path of ['', '', '', '', '', '503']) statuses.push(await statusOf(receiver, path));
    expect(statuses).toEqual([410, 429, 302, 200, 410, 503]);
    await receiver.close();
  });

  it('say where it listens, and how it speaks', () => {
    expect(readFlags([])).toMatchObject({ host: '127.0.0.1', port: 8_000, tls: undefined, json: false });
    const flags = ['--port=0', '--host=::1', '--tls=expired', '--json', '--refuse'];
    expect(readFlags(flags)).toMatchObject({
      host: '::1',
      port: 0,
      tls: 'expired',
      json: true,
      greeting: 'refuse',
    });
  });

  it.each(['--nothing', 'drip', '--', '--port', '--port=70000', '--tls=none', '--slow=x', '--hang=1'])(
    'refuse %s',
    (flag) => {
      expect(() => readFlags([flag])).toThrow(/--/);
    },
  );

  it('are all in the help', () => {
    const names = [...Object.keys(manners), ...Object.keys(greetings), 'port', 'host', 'tls', 'json'];
    expect(names.filter((name) => !helpText.includes(`  --${name}`))).toEqual([]);
  });
});
