import { administrator } from '@app/access';
import type { CallHistory } from '@contracts/logs';
import type { Sessions } from '@contracts/organizers';
import { expect, it, vi } from 'vitest';
import { LiveLog } from './live-log.service.js';
import type { LiveStream } from '../../live/live-streams.service.js';

const pause = async (): Promise<void> => Promise.resolve();

it('A log that is followed asks for the session, does not use it, and ends with it', async () => {
  const asked: unknown[] = [];
  const find: Sessions['find'] = async (...given) => {
    asked.push(given);
    return Promise.resolve(asked.length < 3 ? ({ principal: administrator } as never) : undefined);
  };
  const history = { list: async () => Promise.resolve([]) } as unknown as CallHistory;
  const clock = { now: () => new Date() };
  const end = vi.fn<() => void>();
  const stream: LiveStream = { isOpen: true, send: () => undefined, end, pause };
  const webhook = { id: 1, organizerId: 1 };
  const followed = { webhook, filter: {}, cookieHeader: 'a=b', render: () => '' } as never;
  await new LiveLog(history, { find }, clock).follow(followed, stream);
  expect(asked).toEqual(Array.from({ length: 3 }, () => ['a=b', { isUse: false }]));
  expect(end).toHaveBeenCalledOnce();
});
