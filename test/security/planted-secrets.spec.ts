import { expect, it } from 'vitest';
import { plantedCredentials } from './planted-secrets.js';

it('A planted secret would be found, in whatever form it is written down', () => {
  const [user, password] = ['planteduser', 'planted/p@ss:word'];
  const [, planted] = plantedCredentials(user, password);
  expect(planted!.foundIn('nothing here')).toBeUndefined();
  const basic = Buffer.from(`${user}:${password}`).toString('base64');
  const hex = Buffer.from(password).toString('hex');
  for (const text of [
    password,
    encodeURIComponent(password),
    basic,
    `\\x${hex}`,
    JSON.stringify({ password }),
  ])
    expect(planted!.foundIn(`before ${text} after`)).toContain('before');
});
