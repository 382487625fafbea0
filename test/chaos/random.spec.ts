import { expect, it } from 'vitest';
import { Random } from './random.js';

const draws = (seed: number, name: string): readonly number[] => {
  const random = new Random(seed, name);
  return Array.from({ length: 50 }, () => random.between(1, 1_000));
};

it('The same seed breaks at the same points, another one or another scenario at others.', () => {
  expect(draws(1, 'kill-all')).toEqual(draws(1, 'kill-all'));
  expect(draws(1, 'kill-all')).not.toEqual(draws(2, 'kill-all'));
  expect(draws(1, 'kill-all')).not.toEqual(draws(1, 'kill-api'));
  expect(new Set(draws(1, 'kill-all')).size).toBeGreaterThan(40);
  for (const number of draws(3, 'storm')) expect(number).toBeGreaterThanOrEqual(1);
});
