import { request } from 'node:http';
import { afterEach, describe, expect, it } from 'vitest';
import { ConsoleProbeModule } from '../setup/console-probe.js';
import { type Doorbell, type DoorbellOptions, startDoorbell } from '../setup/doorbell.js';

const page = '/console/probe/public';

let doorbell: Doorbell;
const start = async (settings: DoorbellOptions['settings']): Promise<void> => {
  doorbell = await startDoorbell({ modules: [ConsoleProbeModule], ...(settings && { settings }) });
};
afterEach(async () => doorbell.stop());

/** The status for a request as a browser sends it, `Host` and all. */
async function statusOf(headers: Readonly<Record<string, string>>, path = page): Promise<number> {
  return new Promise((resolve, reject) => {
    const asking = request(new URL(path, doorbell.url), { headers }, (answer) => {
      answer.resume();
      resolve(answer.statusCode!);
    });
    asking.on('error', reject).end();
  });
}

describe('The console', () => {
  it('56. without https answers this machine alone, whoever speaks for it', async () => {
    await start({});
    for (const host of ['localhost:3000', '127.0.0.1', '127.1.2.3:80', '[::1]:3000'])
      expect([host, await statusOf({ host })]).toEqual([host, 200]);
    for (const host of ['evil.example', '192.0.2.1:3000', 'localhost.evil.example', '127.0.0.1.evil.example'])
      expect([host, await statusOf({ host })]).toEqual([host, 403]);
    for (const header of ['x-forwarded-for', 'forwarded', 'x-real-ip', 'via', 'x-forwarded-proto'])
      expect([header, await statusOf({ [header]: '127.0.0.1' })]).toEqual([header, 403]);
    expect(await statusOf({ host: 'evil.example' }, '/health/live')).toBe(200);
    expect((await doorbell.anonymous.get(page, { 'x-forwarded-for': '127.0.0.1' })).body).toEqual({
      detail:
        'The console answers over https, where DOORBELL_PUBLIC_URL says so, or on the machine that Doorbell runs on.',
    });
  });

  it('56. without https is not there for who a trusted proxy says is elsewhere', async () => {
    await start({ publicUrl: 'http://hooks.example', trustProxy: true });
    expect(await statusOf({ 'x-forwarded-for': '192.0.2.1', host: 'localhost' })).toBe(403);
  });

  it('56. over https answers everybody', async () => {
    await start({ publicUrl: 'https://hooks.example' });
    expect(await statusOf({ host: 'hooks.example', 'x-forwarded-for': '192.0.2.1' })).toBe(200);
  });
});
