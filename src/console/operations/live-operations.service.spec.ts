import { administrator } from '@app/access';
import type { Sessions } from '@contracts/organizers';
import { expect, it, vi } from 'vitest';
import { LiveOperations } from './live-operations.service.js';

const pause = async (): Promise<void> => Promise.resolve();

it('Operations that are followed ask for the session before each page, do not use it, and end with it', async () => {
  const asked: unknown[] = [];
  const find: Sessions['find'] = async (...given) => {
    asked.push(given);
    return Promise.resolve(asked.length < 3 ? ({ principal: administrator } as never) : undefined);
  };
  const stream = { isOpen: true, send: vi.fn<() => void>(), end: vi.fn<() => void>(), pause };
  const render = vi.fn<() => Promise<string>>(async () => Promise.resolve('page'));
  const live = new LiveOperations(undefined!, undefined!, { find }, { now: () => new Date() });
  await live.follow('a=b', render, stream);
  expect(asked).toEqual(Array.from({ length: 3 }, () => ['a=b', { isUse: false }]));
  expect([render, stream.send, stream.end].map(({ mock }) => mock.calls.length)).toEqual([2, 2, 1]);
});
