import { describe, expect, it } from 'vitest';
import { RunningAttempts } from './running-attempts.js';

interface Named {
  readonly name: number;
  place: number;
}

const five = (): readonly Named[] => Array.from({ length: 5 }, (_, name) => ({ name, place: -1 }));

describe('RunningAttempts', () => {
  it('interrupts those that run, and none that has ended, in whatever order they end', () => {
    const interrupted: number[] = [];
    const running = new RunningAttempts<Named>(({ name }) => interrupted.push(name));
    const controller = new AbortController();
    const { signal } = controller;
    const attempts = five();
    for (const attempt of attempts) running.add(attempt, signal);
    for (const ended of [1, 4, 1, 0]) running.delete(attempts[ended]!, signal);
    controller.abort();
    expect(interrupted.toSorted((a, b) => a - b)).toEqual([2, 3]);
  });

  it('interrupts each of them, though they leave as they are interrupted', () => {
    const controller = new AbortController();
    const { signal } = controller;
    const interrupted: number[] = [];
    const running = new RunningAttempts<Named>((attempt) => {
      interrupted.push(attempt.name);
      running.delete(attempt, signal);
    });
    for (const attempt of five()) running.add(attempt, signal);
    controller.abort();
    expect(interrupted.toSorted((a, b) => a - b)).toEqual([0, 1, 2, 3, 4]);
    running.add({ name: 5, place: -1 }, signal);
    expect(interrupted.at(-1)).toBe(5);
  });
});
