import { ServiceUnavailable } from '@app/rest';
import { describe, expect, it } from 'vitest';
import { Passwords } from './passwords.service.js';

const password = 'a quiet bell at dawn';

async function shortestMs(work: () => Promise<unknown>): Promise<number> {
  let shortest = Infinity;
  for (let time = 0; time < 5; time += 1) {
    const before = performance.now();
    await work();
    shortest = Math.min(shortest, performance.now() - before);
  }
  return shortest;
}

describe('Passwords', () => {
  const passwords = new Passwords();

  it('are argon2id hashes, each with a salt of its own, at OWASP’s cost', async () => {
    const [one, other] = await Promise.all([passwords.hash(password), passwords.hash(password)]);
    expect(one).toMatch(/^\$argon2id\$v=19\$m=19456,t=2,p=1\$/);
    expect(one).not.toBe(other);
    expect(await passwords.matches(password, one)).toBe(true);
    expect(await passwords.matches(`${password} `, one)).toBe(false);
    expect(await passwords.matches('cafe\u0301 at dawn', await passwords.hash('caf\u00e9 at dawn'))).toBe(
      true,
    );
  });

  it('53. take their time where there is no person, or no password', async () => {
    const stored = await passwords.hash(password);
    await passwords.matches(password, undefined);
    const known = await shortestMs(async () => passwords.matches(password, stored));
    for (const nothing of [undefined, null]) {
      expect(await passwords.matches(password, nothing)).toBe(false);
      const unknown = await shortestMs(async () => passwords.matches(password, nothing));
      expect(unknown).toBeGreaterThan(known / 2);
    }
  });

  it('are hashed a few at a time; who would wait for too many is told so', async () => {
    const busy = new Passwords();
    const asked = Array.from({ length: 60 }, async () => busy.matches(password, null));
    const answers = await Promise.allSettled(asked);
    const refused = answers.filter(({ status }) => status === 'rejected');
    expect(refused).toHaveLength(8);
    for (const answer of refused) {
      expect((answer as PromiseRejectedResult).reason).toBeInstanceOf(ServiceUnavailable);
    }
    expect(await busy.matches(password, null)).toBe(false);
  });
});
