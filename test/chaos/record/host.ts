import type { NotificationRecorder as Recorder } from '@contracts/events';
import type { EventEmitter2 as Emitter } from '@nestjs/event-emitter';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { setTimeout as sleep } from 'node:timers/promises';
import { DataSource } from 'typeorm';
import { EventEmitter2 } from '@nestjs/event-emitter';
import { monotonicMs } from '../../bench/measure/clock.js';
import { serve } from '../../bench/stage/remote-process.js';
import { type Journal, JournalWriter } from './journal.js';
import { Stream } from './stream.js';

export interface HostOptions {
  readonly environment: Readonly<Record<string, string>>;
  readonly emitsPerSecond: number;
  /** Every third of them is rolled back. */
  readonly transactionsPerSecond: number;
}

const action = 'pretix.event.order.placed';
const againAfterMs = 500;
const patienceMs = 60_000;
const mostUnderWay = 100;
const rolledBackOneIn = 3;

class RolledBackOnPurpose extends Error {}

/** What the built Doorbell has; its sources need decorators that this program's loader does not know. */
const built = (file: string): string => new URL(`../../../dist/src/${file}.js`, import.meta.url).href;
const load = {
  application: async () =>
    (await import(built('create-application'))) as typeof import('../../../src/create-application.js'),
  settings: async () =>
    (await import(built('config/read-settings'))) as typeof import('../../../src/config/read-settings.js'),
  events: async () =>
    (await import(
      built('events/contracts/index')
    )) as typeof import('../../../src/events/contracts/index.js'),
};

const writer = new JournalWriter();
let application: NestFastifyApplication | undefined;
let streams: readonly Stream[] = [];
let giveUpAt = Number.POSITIVE_INFINITY;

const notificationOf = (code: string) => ({ organizer: 'acmecorp', event: 'democon', code });
const nameOf = (error: unknown): string => (error instanceof Error ? error.name : 'no error');

/** An application that emits, and waits for its listeners; it repeats what failed, with the same recording key. */
async function emit(emitter: Emitter, number: number): Promise<void> {
  const code = `E${number}`;
  for (;;) {
    try {
      await emitter.emitAsync(action, { ...notificationOf(code), idempotency_key: code });
      writer.answered('emitted');
      writer.note({ code, way: 'emit', told: 'accepted', toldAt: monotonicMs() });
      return;
    } catch (error) {
      writer.answered(`emit: ${nameOf(error)}`);
      writer.note({ code, way: 'emit', told: 'unknown', toldAt: monotonicMs() });
    }
    if (monotonicMs() > giveUpAt) return;
    await sleep(againAfterMs);
  }
}

/** An application that records in a transaction of its own. What it does not commit must never arrive. */
async function transact(dataSource: DataSource, recorder: Recorder, number: number): Promise<void> {
  const isRolledBack = number % rolledBackOneIn === 0;
  const code = `${isRolledBack ? 'R' : 'T'}${number}`;
  const way = isRolledBack ? 'rollback' : 'transaction';
  let isUndone = false;
  try {
    await dataSource.transaction(async (manager) => {
      await recorder.record({ action, ...notificationOf(code) }, { manager });
      isUndone = isRolledBack;
      if (isRolledBack) throw new RolledBackOnPurpose();
    });
    writer.answered('committed');
    writer.note({ code, way, told: 'accepted', toldAt: monotonicMs() });
  } catch (error) {
    writer.answered(isUndone ? 'rolled back' : `transaction: ${nameOf(error)}`);
    // No COMMIT was ever sent for one that is to be rolled back.
    writer.note({ code, way, told: isRolledBack ? 'undone' : 'unknown', toldAt: monotonicMs() });
  }
}

const program = {
  start: async ({ environment, emitsPerSecond, transactionsPerSecond }: HostOptions): Promise<void> => {
    const [{ createApplication }, { readSettings }, { NotificationRecorder }] = await Promise.all([
      load.application(),
      load.settings(),
      load.events(),
    ]);
    const settings = readSettings(environment, '0.0.0-chaos');
    application = await createApplication(settings as Parameters<typeof createApplication>[0], {
      logger: false,
    });
    await application.init();
    const emitter = application.get(EventEmitter2);
    const dataSource = application.get(DataSource);
    const recorder = application.get<Recorder>(NotificationRecorder);
    streams = [
      new Stream(emitsPerSecond, mostUnderWay, async (number) => emit(emitter, number)),
      new Stream(transactionsPerSecond, mostUnderWay, async (number) =>
        transact(dataSource, recorder, number),
      ),
    ];
  },

  end: async (): Promise<Journal> => {
    giveUpAt = monotonicMs() + patienceMs;
    await Promise.all(streams.map(async (stream) => stream.end()));
    return writer.journal;
  },

  /** What it holds is given back in good order. */
  stop: async (): Promise<void> => {
    await application?.close();
  },
};

export type HostProgram = typeof program;
serve(program);
