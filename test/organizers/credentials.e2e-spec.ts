import { RequirePermission } from '@app/access';
import { Controller, Get, Module } from '@nestjs/common';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { type Doorbell, startDoorbell, type TestOrganizer } from '../setup/doorbell.js';

interface TokenAnswer {
  readonly id: number;
  readonly token: string;
}

const minuteMs = 60_000;

let doorbell: Doorbell;
let organizer: TestOrganizer;
beforeAll(async () => {
  doorbell = await startDoorbell();
  organizer = await doorbell.createOrganizer({ events: [] });
});
afterAll(async () => doorbell.stop());

const createToken = async (fields: object = {}): Promise<TokenAnswer> => {
  const body = { name: 'shop', permissions: ['can_view_organizer'], ...fields };
  return (await organizer.api.post<TokenAnswer>(`${organizer.path}/tokens/`, body)).body;
};

const answerTo = async (authorization: string, path = organizer.path) => {
  const { status, headers, body } = await doorbell.anonymous.get(path, { authorization });
  return { status, detail: body['detail'], challenge: headers['www-authenticate'] };
};

const refusal = (detail: string) => ({ status: 401, detail, challenge: 'Token' });

describe('Credentials', () => {
  it.each([
    ['', 'Authentication credentials were not provided.'],
    ['Basic dXNlcjpwYXNz', 'Authentication credentials were not provided.'],
    ['Session abc', 'Authentication credentials were not provided.'],
    ['Token', 'Invalid token header. No credentials provided.'],
    ['Bearer ', 'Invalid token header. No credentials provided.'],
    ['Token a b', 'Invalid token header. Token string should not contain spaces.'],
    ['Token nonsense', 'Invalid token.'],
    ['Token dbt_0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ000000', 'Invalid token.'],
  ])(
    '11. No, unknown, expired, revoked credentials: 401 with their texts and `WWW-Authenticate`. (%j)',
    async (authorization, detail) => {
      expect(await answerTo(authorization)).toEqual(refusal(detail));
    },
  );

  it('11. A token that looks right and was never given out is unknown.', async () => {
    const { token } = await createToken();
    await doorbell.query('DELETE FROM tokens WHERE prefix = $1', [token.slice(0, 10)]);
    expect(await answerTo(`Token ${token}`)).toEqual(refusal('Invalid token.'));
  });

  it('11. An expired token is an unknown one, from its moment on.', async () => {
    const expires = new Date(doorbell.clock.now().getTime() + minuteMs);
    const { token } = await createToken({ expires });
    expect(await answerTo(`Token ${token}`)).toMatchObject({ status: 200 });
    doorbell.clock.advance(minuteMs);
    expect(await answerTo(`Token ${token}`)).toEqual(refusal('Invalid token.'));
  });

  it('11. A revoked token counts no longer in the process that revoked it, not even for the second it is remembered.', async () => {
    const { id, token } = await createToken();
    expect(await answerTo(`Bearer ${token}`)).toMatchObject({ status: 200 });
    const { status } = await organizer.api.delete(`${organizer.path}/tokens/${id}/`);
    expect(status).toBe(204);
    expect(await answerTo(`Bearer ${token}`)).toEqual(refusal('Token inactive or deleted.'));
  });

  it('11. Another process learns of a revocation within about a second.', async () => {
    const { id, token } = await createToken();
    const other = await startDoorbell({ databaseUrl: doorbell.databaseUrl });
    try {
      const elsewhere = other.client(token);
      expect((await elsewhere.get(organizer.path)).status).toBe(200);
      await organizer.api.delete(`${organizer.path}/tokens/${id}/`);
      await vi.waitFor(async () => expect((await elsewhere.get(organizer.path)).status).toBe(401), {
        timeout: 3_000,
        interval: 100,
      });
    } finally {
      await other.stop();
    }
  });

  it('11. A path nobody knows, and a method a path has not, ask for credentials first.', async () => {
    expect(await answerTo('', '/api/v1/nothing/')).toMatchObject({ status: 401 });
    expect(await answerTo('', `${organizer.path}/nothing/`)).toMatchObject({ status: 401 });
    expect((await doorbell.anonymous.put(`${organizer.path}/tokens/`)).status).toBe(401);
  });

  it.each(['Token', 'token', 'TOKEN', 'Bearer', 'bearer'])('%s is a scheme', async (scheme) => {
    expect(await answerTo(`${scheme} ${organizer.token}`)).toMatchObject({ status: 200 });
    expect(await answerTo(`${scheme} ${doorbell.settings.adminToken}`)).toMatchObject({ status: 200 });
  });

  it('the last use is written, at most once a minute', async () => {
    const { id, token } = await createToken();
    const lastUsed = async (): Promise<string | null> => {
      const { body } = await organizer.api.get(`${organizer.path}/tokens/${id}/`);
      return body['last_used'] as string | null;
    };
    expect(await lastUsed()).toBeNull();
    await answerTo(`Token ${token}`);
    const first = await vi.waitUntil(lastUsed, { timeout: 5_000, interval: 100 });
    doorbell.clock.advance(minuteMs / 2);
    await answerTo(`Token ${token}`);
    doorbell.clock.advance(minuteMs / 2);
    await answerTo(`Token ${token}`);
    const second = await vi.waitUntil(
      async () => {
        const now = await lastUsed();
        return now !== first && now;
      },
      { timeout: 5_000, interval: 100 },
    );
    expect(Date.parse(second) - Date.parse(first)).toBeGreaterThanOrEqual(minuteMs);
  });
});

describe('A route that does not say who may call it', () => {
  @Controller('api/v1/careless')
  class CarelessController {
    @Get()
    find(): string {
      return 'for everybody?';
    }

    @Get('public')
    @RequirePermission('public')
    findPublic(): string {
      return 'for everybody';
    }
  }

  @Module({ controllers: [CarelessController] })
  class CarelessModule {}

  it('keeps the application from starting, and is named', async () => {
    await expect(startDoorbell({ modules: [CarelessModule] })).rejects.toThrow(
      'Handlers without @RequirePermission(…), which nobody may call: CarelessController.find.',
    );
  });
});
