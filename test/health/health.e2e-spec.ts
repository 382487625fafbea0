import { HealthIndicators, type HealthState } from '@app/health';
import { startReceiver } from '@app/testing';
import { Module } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { MetricsServer } from '../../src/health/metrics-server.js';
import { type Doorbell, type DoorbellOptions, startDoorbell } from '../setup/doorbell.js';
import { startRedis } from '../setup/redis-server.js';

let doorbell: Doorbell | undefined;
const start = async (options?: DoorbellOptions): Promise<Doorbell> => {
  doorbell = await startDoorbell(options);
  return doorbell;
};
afterEach(async () => {
  await doorbell?.stop();
});

async function untilReadyIs(status: HealthState): Promise<void> {
  await vi.waitFor(
    async () => expect((await doorbell!.anonymous.get('/health/ready')).body).toEqual({ status }),
    { timeout: 20_000, interval: 200 },
  );
}

let reported: HealthState = 'ok';
@Module({})
class ReportingModule {
  constructor(indicators: HealthIndicators) {
    indicators.add({ name: 'fixture', check: () => reported });
  }
}

describe('Health', () => {
  it('says ok to anybody, and nothing else', async () => {
    const { anonymous } = await start();
    for (const path of ['/health/live', '/health/live/', '/health/ready', '/health/ready/']) {
      expect(await anonymous.get(path)).toMatchObject({ status: 200, text: '{"status":"ok"}' });
    }
  });

  it('is down (503) without its database, and still alive', async () => {
    const { anonymous, app } = await start();
    const dataSource = app.get(DataSource);
    const query = vi.spyOn(dataSource, 'query').mockRejectedValue(new Error('away'));
    await untilReadyIs('down');
    expect((await anonymous.get('/health/ready')).status).toBe(503);
    expect((await anonymous.get('/health/live')).status).toBe(200);
    query.mockRestore();
    await untilReadyIs('ok');
  });

  it('is degraded (200) while Redis is away', async () => {
    const redis = await startRedis();
    const { anonymous } = await start({ settings: { redisUrl: `${redis.url}0` } });
    await untilReadyIs('ok');
    await redis.stop();
    await untilReadyIs('degraded');
    expect((await anonymous.get('/health/ready')).status).toBe(200);
  });

  it('is as bad as the worst of what modules report', async () => {
    const { anonymous } = await start({ modules: [ReportingModule] });
    for (const state of ['degraded', 'down', 'ok'] as const) {
      reported = state;
      await untilReadyIs(state);
    }
    expect((await anonymous.get('/health/ready')).status).toBe(200);
  });
});

describe('Metrics', () => {
  it('are for the administrator', async () => {
    const { admin, anonymous } = await start();
    expect((await anonymous.get('/metrics')).status).toBe(401);
    const { status, headers, text } = await admin.get('/metrics');
    expect(status).toBe(200);
    expect(headers['content-type']).toContain('text/plain; version=0.0.4');
    expect(text).toContain('doorbell_deliveries_pending 0');
    expect(text).toMatch(/process_resident_memory_bytes \d+/);
  });

  it('count what was recorded, owed and called, and how requests were answered', async () => {
    const running = await start();
    const receiver = await startReceiver();
    try {
      const organizer = await running.createOrganizer();
      await organizer.createWebhook({ target_url: receiver.url });
      await organizer.createWebhook({ target_url: new URL('/gone', receiver.url).href });
      receiver.answer = ({ url }) => (url === '/gone' ? 410 : 200);
      await organizer.record();
      await running.untilNothingIsOwed();
    } finally {
      await receiver.close();
    }
    await vi.waitFor(async () => {
      const { text } = await running.admin.get('/metrics');
      expect(text).toContain(
        'doorbell_notifications_recorded_total{action_type="pretix.event.order.placed"} 1',
      );
      expect(text).toMatch(/^doorbell_deliveries_total 2$/m);
      expect(text).toContain('doorbell_calls_total{error="none"} 1');
      expect(text).toContain('doorbell_calls_total{error="status"} 1');
      expect(text).toMatch(/^doorbell_call_duration_seconds_count 2$/m);
      expect(text).toMatch(
        /^doorbell_http_request_duration_seconds_count\{method="POST",route="[^"]*notifications[^"]*",status="201"\} 1$/m,
      );
    });
  });

  it('need no token on DOORBELL_METRICS_PORT', async () => {
    const { app } = await start({ settings: { metricsPort: 0 } });
    const url = `http://127.0.0.1:${app.get(MetricsServer, { strict: false }).port}`;
    expect(await (await fetch(`${url}/metrics`)).text()).toContain('doorbell_calls_total');
    expect((await fetch(`${url}/api/v1/organizers/`)).status).toBe(404);
  });
});

describe('A worker', () => {
  it('serves health and metrics, and nothing else', async () => {
    const { admin, anonymous } = await start({ queue: 'bull', settings: { role: 'worker' } });
    expect((await anonymous.get('/health/ready')).body).toEqual({ status: 'ok' });
    expect((await admin.get('/metrics')).status).toBe(200);
    for (const path of ['/api/v1/organizers/', '/api/docs', '/api/openapi.json', '/', '/health']) {
      expect(await admin.get(path)).toMatchObject({ status: 404, body: { detail: 'Not found.' } });
    }
  });
});
