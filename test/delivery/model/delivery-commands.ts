import {
  type AsyncCommand,
  type Arbitrary,
  array,
  boolean,
  constant,
  constantFrom,
  nat,
  record,
  tuple,
} from 'fast-check';
import { agree, same } from './agreement.js';
import {
  type CallOutcome,
  type DeliveryModel,
  type ModelCall,
  type ModelDelivery,
  type ModelWebhook,
  outcomes,
  queueStates,
} from './delivery-model.js';
import type { PlayedDelivery } from './played-delivery.js';

type Act = (model: DeliveryModel, played: PlayedDelivery) => Promise<void>;

/** One thing that can happen: the model does it, Doorbell does it, and both are where they said they would be. */
export class Step implements AsyncCommand<DeliveryModel, PlayedDelivery> {
  constructor(
    private readonly text: string,
    private readonly act: Act,
    /** What it needs something of. */
    private readonly of: (model: DeliveryModel) => Iterable<unknown> = () => ['anything'],
  ) {}

  check(model: DeliveryModel): boolean {
    return [...this.of(model)].length > 0;
  }

  async run(model: DeliveryModel, played: PlayedDelivery): Promise<void> {
    await this.act(model, played);
    await agree(model, played);
  }

  toString(): string {
    return this.text;
  }
}

/** A step about one of several things, whichever the number stands for. */
function about<Thing>(
  text: string,
  of: (model: DeliveryModel) => Iterable<Thing>,
  act: (thing: Thing, model: DeliveryModel, played: PlayedDelivery) => Promise<void>,
): (number: number) => Step {
  return (number) => {
    const pick = (model: DeliveryModel): Thing => pickOf([...of(model)], number);
    return new Step(`${text} #${number}`, async (model, played) => act(pick(model), model, played), of);
  };
}

const pickOf = <Thing>(things: readonly Thing[], number: number): Thing => things[number % things.length]!;

const leases = (model: DeliveryModel) => model.leases.values();
const queued = (model: DeliveryModel) => model.queued;
const taken = (model: DeliveryModel) => [...leases(model)].filter(({ owner }) => owner !== null);
const late = (model: DeliveryModel) => model.late;
const called = (model: DeliveryModel) => model.called;
const toLoad = (model: DeliveryModel) => taken(model).filter(({ isLoaded }) => !isLoaded);
const processes = (model: DeliveryModel) => model.processes;
const resendable = (model: DeliveryModel) =>
  [...model.deliveries.values()].filter(({ webhook }) => webhook.enabled);
const ended = (model: DeliveryModel) => resendable(model).filter(({ place }) => place.kind === 'ended');
const retried = (model: DeliveryModel) =>
  model.calls.filter(({ attempt, delivery }) => attempt > 1 && !delivery.webhook.isRemoved);
const found = (model: DeliveryModel) => model.drops.filter(({ delivery }) => !delivery.webhook.isRemoved);
const disabled = (model: DeliveryModel) => model.present.filter(({ enabled }) => !enabled);

// Notifications

export const recording = new Step('record', async (model, played) => {
  const [due, ids] = await played.during(() => played.record());
  const wanted = model.enabled.map(({ id }) => id);
  same('webhooks it is owed to', [...ids.keys()].toSorted(byNumber), wanted.toSorted(byNumber));
  model.record(ids, due);
});

const recordingInVain = new Step('record and roll back', async (_model, played) => played.recordInVain());

// Leases

export const sweeping = new Step('sweep', async (model, played) => model.sweep(await played.sweep()));

const taking = (number: number, processNumber: number): Step =>
  about(`process #${processNumber} takes lease`, leases, async (lease, model, played) => {
    const process = pickOf(model.processes, processNumber);
    same('taken', await played.take(lease.id, process.id), model.take(lease, process));
  })(number);

const loading = about('load lease', toLoad, async (lease, model, played) => {
  const { calls, drops } = model.load(lease);
  const loaded = await played.load(lease.id);
  same('to be called', loaded.calls.toSorted(byNumber), idsOf(calls));
  same(
    'to be dropped',
    new Map(loaded.drops),
    new Map(drops.map(({ delivery, reason }) => [delivery.id, reason])),
  );
});

/** As a process does it with each job. */
export const beginning = (number: number, processNumber: number): Step =>
  about(`process #${processNumber} begins job`, queued, async (lease, model, played) => {
    const position = [...model.leases.values()].indexOf(lease);
    await taking(position, processNumber).run(model, played);
    const own = toLoad(model).indexOf(lease);
    if (own >= 0) await loading(own).run(model, played);
  })(number);

const extending = about('prolong lease', taken, async (lease, model, played) => {
  const owner = model.processes.find(({ id }) => id === lease.owner)!;
  model.extend(lease, owner);
  await played.extend(lease.id, owner.id);
});

export const releasing = (number: number, processNumber: number): Step =>
  about(`process #${processNumber} releases lease`, leases, async (lease, model, played) => {
    const process = pickOf(model.processes, processNumber);
    model.release(lease, process);
    await played.release(lease.id, process.id);
  })(number);

const expiring = about('time is over of lease', leases, async (lease, _model, played) => {
  lease.isOver = true;
  await played.expire(lease.id);
});

export const expiringAll = new Step('time is over of every lease', async (model, played) => {
  for (const lease of model.leases.values()) {
    lease.isOver = true;
    await played.expire(lease.id);
  }
});

const dying = about('nothing is heard of process', processes, async (process, _model, played) => {
  process.isSilent = true;
  await played.silence(process.id);
});

export const waking = about('there is again process', processes, async (process, _model, played) => {
  process.isSilent = false;
  await played.wake(process.id);
});

export const reaping = (number: number, isSteady: boolean): Step =>
  about(
    `${isSteady ? '' : 'not steady, '}look for void leases, process`,
    processes,
    async (process, model, played) => {
      const held = model.heldBy(process);
      const freed = model.reap(process, isSteady, played.epoch);
      same('freed', await played.reap(process.id, isSteady, held), freed);
    },
  )(number);

export const turningQueue = (state: (typeof queueStates)[number]): Step =>
  new Step(`the queue is ${state}`, async (model, played) => {
    model.queue = state;
    await played.turnQueue(state);
  });

/** A process sleeps for longer than a lease lasts, while others look. */
export const oversleeping = about(
  'time is over, as others see, of lease',
  called,
  async (lease, model, played) => {
    const position = [...model.leases.values()].indexOf(lease);
    await expiring(position).run(model, played);
    const other = model.processes.findIndex(({ id }) => id !== lease.owner);
    await reaping(other, true).run(model, played);
  },
);

const flushing = new Step('the queue forgets everything', async (_model, played) => played.flushQueue());

// Calls

const calls = (model: DeliveryModel): readonly ModelCall[] => model.calls;

export const finishing = (
  picked: readonly { readonly call: number; readonly outcome: (typeof outcomes)[number] }[],
): Step => {
  const text = picked.map(({ call, outcome }) => `#${call} ${outcome}`).join(', ');
  return new Step(
    `calls end together: ${text}`,
    async (model, played) => {
      const chosen = new Map(picked.map(({ call, outcome }) => [pickOf(model.calls, call), outcome]));
      const at = await played.finish(
        [...chosen].map(([{ lease, delivery }, outcome]) => ({ lease, delivery: delivery.id, outcome })),
      );
      model.finish([...chosen], at);
    },
    calls,
  );
};

const finishingLate = (number: number, outcome: CallOutcome): Step =>
  about(`too late ${outcome} call`, late, async (call, model, played) => {
    await finishing([{ call: model.calls.indexOf(call), outcome }]).run(model, played);
  })(number);

/** A process slept, and was given a delivery again that it was calling already: both calls end in one moment. */
export const finishingBoth = about(
  'all calls end together of delivery',
  (model) => model.calledTwice,
  async (delivery, model, played) => {
    const picked = [...model.calls.entries()].filter(([, call]) => call.delivery === delivery);
    await finishing(picked.map(([call]) => ({ call, outcome: 'succeeds' }))).run(model, played);
  },
);

const rechecking = about('look again at call', calls, async (call, model, played) => {
  same('looked at again', await played.recheck(call.lease, call.delivery.id), model.recheck(call));
});

const puttingOff = (number: number, seconds: number): Step =>
  about(`for ${seconds} s put off call`, calls, async (call, model, played) => {
    const due = played.now + seconds * 1000;
    await played.putOff(call.lease, call.delivery.id, due);
    model.putOff(call, due);
  })(number);

export const dropping = about(
  'end what was loaded and found dropped, with',
  (model) => model.drops,
  async ({ lease }, model, played) => {
    const together = model.drops.filter((drop) => drop.lease === lease);
    await played.drop(
      lease,
      together.map(({ delivery }) => delivery.id),
    );
    model.drop(together);
  },
);

export const waiting = (seconds: number): Step =>
  new Step(`${seconds} s pass`, async (_model, played) => played.advance(seconds * 1000));

/** As it goes when nothing goes wrong: what is due after a while is queued, and a process begins with it. */
export const goingOn = (seconds: number, job: number, process: number): Step =>
  new Step(`${seconds} s pass, sweep, process #${process} begins job #${job}`, async (model, played) => {
    await waiting(seconds).run(model, played);
    await sweeping.run(model, played);
    const next = beginning(job, process);
    if (next.check(model)) await next.run(model, played);
  });

// Webhooks, and what people ask for

const ofWebhook = (
  text: string,
  of: (model: DeliveryModel) => readonly ModelWebhook[],
  act: (webhook: ModelWebhook, model: DeliveryModel, played: PlayedDelivery) => Promise<void>,
) => about(`${text} webhook`, of, act);

const enabled = (model: DeliveryModel) => model.enabled;
const present = (model: DeliveryModel) => model.present;

const disabling = ofWebhook('disable', enabled, async (webhook, model, played) => {
  await played.change(webhook.id, { enabled: false });
  model.disable(webhook, 'webhook_disabled');
});

const enabling = ofWebhook('enable', disabled, async (webhook, _model, played) => {
  await played.change(webhook.id, { enabled: true });
  webhook.enabled = true;
});

const relocating = ofWebhook('give another URL to', present, async (webhook, _model, played) => {
  webhook.url = `${webhook.url}x`;
  await played.change(webhook.id, { url: webhook.url });
});

const removing = ofWebhook('remove', present, async (webhook, model, played) => {
  await played.remove(webhook.id);
  model.remove(webhook);
});

const droppingRetries = ofWebhook('drop the retries of', present, async (webhook, model, played) => {
  same('retries dropped', await played.dropRetries(webhook.id), model.dropRetries(webhook));
});

/** While one of them is called. */
const droppingCalled = about(
  'drop the retries of the webhook of call',
  retried,
  async ({ delivery }, model, played) => {
    await droppingRetries(present(model).indexOf(delivery.webhook)).run(model, played);
  },
);

const expediting = ofWebhook('call now the retries of', enabled, async (webhook, model, played) => {
  const [now, count] = await played.during(() => played.expedite(webhook.id));
  same('retries called now', count, model.expedite(webhook, now));
});

const resend = async (
  delivery: ModelDelivery,
  model: DeliveryModel,
  played: PlayedDelivery,
): Promise<void> => {
  const [now] = await played.during(() => played.resend(delivery.webhook.id, delivery.id));
  model.resend(delivery, now);
};
const resending = about('resend delivery', resendable, resend);
/** Between being found dropped and being ended for it. */
const revivingFound = about(
  'enable the webhook of, and resend, what was found dropped',
  found,
  async (drop, model, played) => {
    const { delivery } = drop;
    const position = disabled(model).indexOf(delivery.webhook);
    if (position >= 0) await enabling(position).run(model, played);
    await resending(resendable(model).indexOf(delivery)).run(model, played);
  },
);
const resendingEnded = about('resend what has ended, delivery', ended, resend);

const resendingAll = (number: number, state: 'failed' | 'all'): Step =>
  ofWebhook(`resend ${state} of`, enabled, async (webhook, model, played) => {
    same('to be resent', await played.resendAll(webhook.id, state), model.resendAll(webhook, state));
  })(number);

export const workingOff = new Step('work off resends', async (model, played) => {
  const [now] = await played.during(() => played.workOff());
  model.workOff(now);
});

export const tidying = new Step('tidy', async (model, played) => {
  await played.tidy();
  model.tidy();
});

const number = nat(999);
const numbers = tuple(number, number);
const often = ['fails', 'fails', 'fails', 'times out'] as const;
const seconds = constantFrom(1, 10, 60, 600);
const finished = record({ call: number, outcome: constantFrom(...outcomes, ...often) });

/** Everything that can happen, and how often beside the rest. */
const weighted: readonly (readonly [number, Arbitrary<Step>])[] = [
  [8, constant(recording)],
  [1, constant(recordingInVain)],
  [5, constant(sweeping)],
  [8, numbers.map(([lease, process]) => beginning(lease, process))],
  [2, numbers.map(([lease, process]) => taking(lease, process))],
  [2, number.map(loading)],
  [1, number.map(extending)],
  [4, numbers.map(([lease, process]) => releasing(lease, process))],
  [3, number.map(expiring)],
  [5, number.map(oversleeping)],
  [2, number.map(dying)],
  [2, number.map(waking)],
  [6, tuple(number, boolean()).map(([process, isSteady]) => reaping(process, isSteady))],
  [3, constantFrom(...queueStates, 'up' as const, 'up' as const).map(turningQueue)],
  [2, constant(flushing)],
  [16, array(finished, { minLength: 1, maxLength: 4 }).map(finishing)],
  [4, tuple(number, constantFrom(...outcomes)).map(([call, outcome]) => finishingLate(call, outcome))],
  [2, number.map(finishingBoth)],
  [2, number.map(rechecking)],
  [2, tuple(number, nat(30)).map(([call, seconds]) => puttingOff(call, seconds))],
  [3, number.map(dropping)],
  [4, seconds.map(waiting)],
  [12, tuple(seconds, number, number).map(([wait, job, process]) => goingOn(wait, job, process))],
  [2, number.map(disabling)],
  [3, number.map(enabling)],
  [1, number.map(relocating)],
  [1, number.map(removing)],
  [2, number.map(droppingRetries)],
  [3, number.map(droppingCalled)],
  [2, number.map(expediting)],
  [2, number.map(resending)],
  [6, number.map(revivingFound)],
  [3, number.map(resendingEnded)],
  [
    2,
    tuple(number, constantFrom('failed' as const, 'all' as const)).map(([webhook, state]) =>
      resendingAll(webhook, state),
    ),
  ],
  [2, constant(workingOff)],
  [4, constant(tidying)],
];
export const steps: readonly Arbitrary<Step>[] = weighted.flatMap(([weight, step]) =>
  Array.from({ length: weight }, () => step),
);

const byNumber = (one: number, other: number): number => one - other;
const idsOf = (calls: readonly ModelCall[]): readonly number[] =>
  calls.map(({ delivery }) => delivery.id).toSorted(byNumber);
