import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Doorbell, startDoorbell, type TestOrganizer } from '../setup/doorbell.js';

describe('Credentials', () => {
  let doorbell: Doorbell;
  let organizer: TestOrganizer;
  beforeAll(async () => {
    doorbell = await startDoorbell();
    organizer = await doorbell.createOrganizer({ events: [] });
  });
  afterAll(async () => doorbell.stop());

  const answerTo = async (authorization: string) => doorbell.anonymous.get(organizer.path, { authorization });

  describe('11. No, unknown, expired, revoked credentials: 401 with their texts and WWW-Authenticate.', () => {
    it.each([
      ['', 'Authentication credentials were not provided.'],
      ['Basic dXNlcjpwYXNz', 'Authentication credentials were not provided.'],
      ['Session abc', 'Authentication credentials were not provided.'],
      ['Token', 'Invalid token header. No credentials provided.'],
      ['Bearer ', 'Invalid token header. No credentials provided.'],
      ['Token a b', 'Invalid token header. Token string should not contain spaces.'],
      ['Token nonsense', 'Invalid token.'],
      ['Bearer dbt_x7Kp2QmB4nVt9sLwY3cRfH8jZ1aGdE5uTqNe0oiXk1b2C3', 'Invalid token.'],
    ])('%j', async (authorization, detail) => {
      const { status, headers, body } = await answerTo(authorization);
      expect({ status, body }).toEqual({ status: 401, body: { detail } });
      expect(headers['www-authenticate']).toBe('Token');
    });
  });
});
