import { afterAll, describe, expect, it, vi } from 'vitest';

const password = 'a quiet bell at dawn';

const compared: string[] = [];
vi.mock('@node-rs/argon2', async (original) => {
  const library = await original<{ verify: (hash: string, password: string) => Promise<boolean> }>();
  return {
    ...library,
    verify: async (hash: string, tried: string) => {
      compared.push(hash);
      return library.verify(hash, tried);
    },
  };
});

// Another test of this worker may have loaded them already, with the library itself.
vi.resetModules();
const { ServiceUnavailable } = await import('@app/rest');
const { Passwords } = await import('./passwords.service.js');

// And those that follow are to have the library itself.
afterAll(() => {
  vi.doUnmock('@node-rs/argon2');
  vi.resetModules();
});

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

  it('53. cost as much where there is no person, or no password', async () => {
    const stored = await passwords.hash(password);
    for (const [known, isSame] of [
      [stored, true],
      [undefined, false],
      [null, false],
    ] as const) {
      compared.length = 0;
      expect(await passwords.matches(password, known)).toBe(isSame);
      const costs = compared.map((hash) => hash.split('$').slice(0, 4).join('$'));
      expect(costs).toEqual(['$argon2id$v=19$m=19456,t=2,p=1']);
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
