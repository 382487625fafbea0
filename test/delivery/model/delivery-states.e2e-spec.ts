import { type AsyncCommand, assert, asyncModelRun, asyncProperty, commands } from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { agreeInPublic } from './agreement.js';
import * as step from './delivery-commands.js';
import { DeliveryModel } from './delivery-model.js';
import { PlayedDelivery } from './played-delivery.js';

/** `DOORBELL_TEST_HISTORIES=1000` looks for longer. */
const { DOORBELL_TEST_HISTORIES: asked } = process.env;
const histories = Number(asked ?? 25);
const timeLimitMs = asked ? 3_600_000 : 10_000;
const shrinkForMs = 10_000;
const testTimeoutMs = timeLimitMs + 30_000;
const longest = 150;
const webhookCount = 3;
const processCount = 2;

describe('the states of a delivery', () => {
  let played: PlayedDelivery;

  beforeAll(async () => (played = await PlayedDelivery.start()));
  afterAll(() => played.stop());

  async function begin(): Promise<DeliveryModel> {
    await played.clear();
    const webhooks = [];
    for (let number = 0; number < webhookCount; number += 1) {
      const url = `/${number}`;
      const id = await played.addWebhook(url);
      const state = { enabled: true, isRemoved: false, generation: 1, droppedReason: null };
      webhooks.push({ id, url, ...state });
    }
    const processes = [];
    for (let number = 0; number < processCount; number += 1) {
      processes.push({ id: await played.addProcess(), isSilent: false });
    }
    return new DeliveryModel(webhooks, processes);
  }

  /** Everything works again, for as long as it takes. */
  async function heal(model: DeliveryModel): Promise<void> {
    const run = async (next: step.Step): Promise<void> => {
      if (next.check(model)) await next.run(model, played);
    };
    await run(step.turningQueue('up'));
    for (const process of model.processes.keys()) await run(step.waking(process));
    for (let round = 0; round < 3 && [...model.owed()].length > 0; round += 1) {
      await run(step.expiringAll);
      model.calls = [];
      model.drops = [];
      for (const next of [step.reaping(0, true), step.tidying, step.workingOff]) await run(next);
      await run(step.waiting(1_000));
      await run(step.sweeping);
      while (model.queued.length > 0) await run(step.beginning(0, 0));
      while (model.drops.length > 0) await run(step.dropping(0));
      const all = [...model.calls.keys()].map((call) => ({ call, outcome: 'succeeds' }) as const);
      if (all.length > 0) await run(step.finishing(all));
    }
  }

  async function play(list: Iterable<AsyncCommand<DeliveryModel, PlayedDelivery, boolean>>): Promise<void> {
    const model = await begin();
    await asyncModelRun(() => ({ model, real: played }), list);
    await agreeInPublic(model, played);
    await heal(model);
    await agreeInPublic(model, played);
    expect([...model.owed()], 'owed for ever').toEqual([]);
  }

  it(
    'are what the model says after every step of any history, and every delivery comes to its end',
    async () => {
      let until = performance.now() + timeLimitMs;
      /** What failed is made shorter, but not for ever. */
      const fail = (error: unknown): never => {
        until = Math.min(until, performance.now() + shrinkForMs);
        throw error;
      };
      const history = asyncProperty(
        commands([...step.steps], { maxCommands: longest, size: 'max' }),
        async (list) => {
          // A slow machine plays fewer; it plays none only in part.
          if (performance.now() < until) await play(list).catch(fail);
        },
      );
      await assert(history, { numRuns: histories });
    },
    testTimeoutMs,
  );

  it('end once, though a process that slept calls twice, and both calls end in one moment', async () => {
    const model = await begin();
    const calledTwice = [
      step.recording,
      step.goingOn(1, 0, 0),
      step.oversleeping(0),
      step.goingOn(1, 0, 0),
      step.finishingBoth(0),
    ];
    for (const next of calledTwice) await next.run(model, played);
    const [delivery] = model.deliveries.values();
    expect(model.calls.filter((call) => call.delivery === delivery)).toEqual([]);
    expect(delivery!.place).toEqual({ kind: 'ended', how: 'succeeded' });
  });
});
