import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { MetricsServer } from '../../src/health/metrics-server.js';
import { launchChromium } from '../setup/chromium.js';
import { type Doorbell, startDoorbell } from '../setup/doorbell.js';

/** A browser that starts and loads Swagger UI for the first time is slow on a busy machine. */
const browserMs = 120_000;

const onEveryAnswer = {
  'cache-control': 'no-store',
  'content-security-policy': "default-src 'none'; frame-ancestors 'none'",
  'cross-origin-resource-policy': 'same-origin',
  'referrer-policy': 'no-referrer',
  'x-content-type-options': 'nosniff',
};

const headersOf = async (url: string, init?: RequestInit): Promise<Readonly<Record<string, string>>> =>
  Object.fromEntries((await fetch(url, init)).headers);

describe('Security headers', () => {
  let doorbell: Doorbell;
  beforeAll(async () => (doorbell = await startDoorbell({ settings: { metricsPort: 0 } })));
  afterAll(async () => doorbell.stop());

  it.each([
    ['GET', '/health/live'],
    ['GET', '/health/ready'],
    ['GET', '/metrics'],
    ['GET', '/api/openapi.json'],
    ['GET', '/api/v1/organizers/'],
    ['GET', '/api/%zz'],
    ['GET', '/nothing'],
    ['OPTIONS', '/api/v1/organizers/'],
    ['POST', '/api/v1/organizers/nobody/notifications/'],
  ])('are on the answer to %s %s', async (method, path) => {
    expect(await headersOf(doorbell.url + path, { method })).toMatchObject(onEveryAnswer);
  });

  it('are on the files of Swagger UI, which a browser may keep', async () => {
    const headers = await headersOf(`${doorbell.url}/api/docs/swagger-ui.css`);
    expect(headers).toMatchObject({ ...onEveryAnswer, 'cache-control': 'public, max-age=0' });
  });

  it('are on what DOORBELL_METRICS_PORT serves', async () => {
    const { port } = doorbell.app.get(MetricsServer, { strict: false });
    expect(await headersOf(`http://127.0.0.1:${port}/metrics`)).toMatchObject(onEveryAnswer);
  });

  it('send browsers to https for a year where that is where Doorbell is reached, and only there', async () => {
    expect(await headersOf(`${doorbell.url}/health/live`)).not.toHaveProperty('strict-transport-security');
    const secure = await startDoorbell({ settings: { publicUrl: 'https://doorbell.example' } });
    const headers = await headersOf(`${secure.url}/health/live`);
    await secure.stop();
    expect(headers).toMatchObject({ ...onEveryAnswer, 'strict-transport-security': 'max-age=31536000' });
  });

  it(
    'let Swagger UI show every operation, run nothing of others, and nothing inline',
    async () => {
      const { 'content-security-policy': policy } = await headersOf(`${doorbell.url}/api/docs`);
      expect(policy).toMatch(
        /^default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-hashes' 'sha256-/,
      );
      expect(policy).not.toMatch(/unsafe-inline|unsafe-eval|\*|https?:/);
      const browser = await launchChromium();
      try {
        const page = await browser.newPage();
        const complaints: string[] = [];
        page.on('console', (message) => message.type() === 'error' && complaints.push(message.text()));
        page.on('pageerror', (error) => complaints.push(error.message));
        await page.goto(`${doorbell.url}/api/docs`);
        await page.locator('.opblock').first().click();
        await page.locator('.opblock-body').first().waitFor();
        expect(await page.locator('.opblock').count()).toBeGreaterThan(30);
        expect(complaints).toEqual([]);
      } finally {
        await browser.close();
      }
    },
    browserMs,
  );
});
