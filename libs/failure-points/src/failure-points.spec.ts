import { Redis } from 'ioredis';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { breakConnection } from './breaking-connection.js';
import { breakingLookup } from './breaking-lookup.js';
import { readFailurePlan } from './failure-plan.js';
import { type FailurePoints, noFailurePoints, PlannedFailure } from './failure-points.port.js';
import { failurePointsOf } from './planned-failure-points.js';

const pointsOf = (text: string, endProcess?: () => void): FailurePoints =>
  failurePointsOf(readFailurePlan(text), endProcess);

const passages = (points: FailurePoints, count: number): readonly number[] =>
  Array.from({ length: count }, (_, index) => index).filter(() => points.breaks('database'));

afterEach(() => vi.restoreAllMocks());

describe('A plan of failures', () => {
  it('says where, what and how often', () => {
    expect(readFailurePlan('before-dispatch=kill@3, database=fail@1/1000,seed=7')).toEqual({
      faults: {
        'before-dispatch': { does: 'kill', at: { passage: 3 } },
        database: { does: 'fail', at: { oneIn: 1000 } },
      },
      seed: 7,
    });
  });

  it.each([
    '',
    'anything',
    'somewhere=kill@1',
    'in-fan-out=kill',
    'in-fan-out=kill@0',
    'redis=kill@1',
    'seed=x',
  ])('is none: %j', (text) => expect(readFailurePlan(text)).toBeUndefined());
});

describe('Failure points', () => {
  it('end the process at the very passage that is planned, and at no other', () => {
    const endProcess = vi.fn<() => void>();
    const points = pointsOf('before-dispatch=kill@3', endProcess);
    points.pass('before-dispatch');
    points.pass('in-fan-out');
    points.pass('before-dispatch');
    expect(endProcess).not.toHaveBeenCalled();
    points.pass('before-dispatch');
    points.pass('before-dispatch');
    expect(endProcess).toHaveBeenCalledTimes(1);
  });

  it('fail a step', () => {
    const points = pointsOf('in-settling=fail@1');
    expect(() => points.pass('in-settling')).toThrow(PlannedFailure);
    expect(() => points.pass('in-settling')).not.toThrow();
  });

  it('break one call in so many, the same ones with the same seed', () => {
    const first = passages(pointsOf('database=fail@1/100,seed=1'), 20_000);
    expect(first.length).toBeGreaterThan(150);
    expect(first.length).toBeLessThan(250);
    expect(passages(pointsOf('database=fail@1/100,seed=1'), 20_000)).toEqual(first);
    expect(passages(pointsOf('database=fail@1/100,seed=2'), 20_000)).not.toEqual(first);
  });

  it('are none where nothing is planned', () => {
    expect(failurePointsOf(undefined)).toBe(noFailurePoints);
    expect(pointsOf('dns=fail@1').mayBreak('redis')).toBe(false);
  });
});

describe('Calls that break', () => {
  it('take the connection to Redis with them, once they are sent', async () => {
    const destroy = vi.fn<() => void>();
    const sent: string[] = [];
    const connection = {
      stream: { destroy },
      sendCommand: (name: string): void => void sent.push(name),
    };
    breakConnection(connection, pointsOf('redis=fail@2'));
    connection.sendCommand('get');
    connection.sendCommand('set');
    await new Promise(setImmediate);
    expect([sent, destroy.mock.calls.length]).toEqual([['get', 'set'], 1]);
  });

  it('leave a connection as it is where none is planned', () => {
    const connection = new Redis({ lazyConnect: true });
    breakConnection(connection, noFailurePoints);
    expect(Object.hasOwn(connection, 'sendCommand')).toBe(false);
    expect(breakingLookup(noFailurePoints)).toBeUndefined();
  });

  it('find no address', async () => {
    const lookup = breakingLookup(pointsOf('dns=fail@1'))!;
    const codeOf = (): Promise<string | undefined> =>
      new Promise((resolve) => lookup('localhost', {}, (error) => resolve(error?.code)));
    expect([await codeOf(), await codeOf()]).toEqual(['EAI_AGAIN', undefined]);
  });
});
