import { DirectRoutes } from '@app/rest';
import { type CallHandler, Injectable, Module, type NestInterceptor } from '@nestjs/common';
import { APP_INTERCEPTOR } from '@nestjs/core';
import type { Observable } from 'rxjs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { ApiAnswer } from '../setup/api-client.js';
import { type Doorbell, startDoorbell, type TestOrganizer } from '../setup/doorbell.js';

let passed = 0;

@Injectable()
class Counter implements NestInterceptor {
  intercept(_context: unknown, next: CallHandler): Observable<unknown> {
    passed += 1;
    return next.handle();
  }
}

/** With an interceptor of its own around everything, Doorbell takes no short ways. */
@Module({ providers: [{ provide: APP_INTERCEPTOR, useClass: Counter }] })
class CountingModule {}

interface Side {
  readonly doorbell: Doorbell;
  readonly organizer: TestOrganizer;
}

const right = { action: 'pretix.event.order.placed', event: 'democon', code: 'ABC23' };
const json = 'application/json';

const requests: readonly (readonly [
  what: string,
  send: (side: Side, path: string) => Promise<ApiAnswer<unknown>>,
])[] = [
  ['a notification', async ({ organizer }, path) => organizer.api.post(path, right)],
  ['without a slash at the end', async ({ organizer }, path) => organizer.api.post(path.slice(0, -1), right)],
  [
    'another one with a key',
    async ({ organizer }, path) => organizer.api.post(path, { ...right, idempotency_key: 'k1' }),
  ],
  [
    'the same again',
    async ({ organizer }, path) => organizer.api.post(path, { ...right, idempotency_key: 'k1' }),
  ],
  [
    'another under its key',
    async ({ organizer }, path) => organizer.api.post(path, { ...right, code: 'X', idempotency_key: 'k1' }),
  ],
  [
    'wrong fields',
    async ({ organizer }, path) => organizer.api.post(path, { action: right.action, event: 1 }),
  ],
  ['no object', async ({ organizer }, path) => organizer.api.post(path, [])],
  ['nothing', async ({ organizer }, path) => organizer.api.post(path)],
  [
    'another type',
    async ({ organizer }, path) => organizer.api.post(path, right, { 'content-type': 'text/plain' }),
  ],
  [
    'an answer that is not there',
    async ({ organizer }, path) => organizer.api.post(path, right, { accept: 'text/html' }),
  ],
  ['nobody known', async ({ doorbell }, path) => doorbell.client('nonsense').post(path, right)],
  [
    'another organizer',
    async ({ organizer }) => organizer.api.post('/api/v1/organizers/other/notifications/', right),
  ],
  ['no organizer', async ({ organizer }) => organizer.api.post('/api/v1/organizers//notifications/', right)],
  [
    'a key of a request',
    async ({ organizer }, path) => organizer.api.post(path, right, { 'x-idempotency-key': 'r1' }),
  ],
  [
    'the same request again',
    async ({ organizer }, path) => organizer.api.post(path, right, { 'x-idempotency-key': 'r1' }),
  ],
  [
    'a wrong key',
    async ({ organizer }, path) => organizer.api.post(path, right, { 'x-idempotency-key': '' }),
  ],
  [
    'a key for a method that is not there',
    async ({ organizer }, path) => organizer.api.put(path, right, { accept: json }),
  ],
];

/** What says the same, whenever it is asked. */
function comparable({ status, headers, body }: ApiAnswer<unknown>): object {
  const { date: _date, 'x-request-id': _id, ...others } = headers;
  const said = JSON.stringify(body, (key, value: unknown) => (key === 'recorded' ? 'then' : value));
  return { status, headers: others, said };
}

describe('The short way to recording', () => {
  const sides: Side[] = [];
  beforeAll(async () => {
    for (const modules of [[], [CountingModule]]) {
      const doorbell = await startDoorbell({ modules });
      sides.push({ doorbell, organizer: await doorbell.createOrganizer({ slug: 'acmecorp' }) });
    }
  });
  afterAll(async () => {
    for (const { doorbell } of sides) await doorbell.stop();
  });

  it.each(requests)('answers as the long way does: %s', async (_what, send) => {
    const answers: object[] = [];
    for (const side of sides)
      answers.push(comparable(await send(side, `${side.organizer.path}/notifications/`)));
    expect(answers[0]).toEqual(answers[1]);
  });

  it('is not taken where an extension has an interceptor for everything', async () => {
    const [urls, none] = sides.map(({ doorbell }) => doorbell.app.get(DirectRoutes, { strict: false }).urls);
    expect(urls).toContain('/api/v1/organizers/:organizer/notifications');
    expect(none).toEqual([]);
    const before = passed;
    await sides[1]!.organizer.record();
    expect(passed).toBe(before + 1);
  });
});
