import type { EntityManager } from 'typeorm';

/** A class of domain events. `eventName` is unique: `<module>.<what happened>`, e.g. `webhooks.disabled`. */
export interface DomainEventClass<Event extends object = object> {
  readonly eventName: string;
  new (...args: never[]): Event;
}

/** Runs inside the publisher's transaction: it sees uncommitted rows, and vetoes by throwing. */
export type InTransactionListener<Event> = (event: Event, manager: EntityManager) => Promise<void>;

/** Runs after the outermost commit; its failure is reported and undoes nothing. */
export type AfterCommitListener<Event> = (event: Event) => Promise<void> | void;

export const inTransactionMetadata = 'doorbell:in-transaction';
export const handsManagerOnMetadata = 'doorbell:hands-manager-on';
export const afterCommitMetadata = 'doorbell:after-commit';

export interface InTransactionOptions {
  /**
   * The listener hands its manager on to everybody it calls, so the transaction need not be ambient for it. For hot paths
   * (see TransactionRunner.runHandedOn).
   */
  readonly handsManagerOn?: boolean;
}

/** Marks a provider's method as a listener inside the publisher's transaction, which is ambient for it. */
export function InTransaction<Event extends object>(
  event: DomainEventClass<Event>,
  { handsManagerOn = false }: InTransactionOptions = {},
) {
  return <Listener extends InTransactionListener<Event>>(
    _target: object,
    _key: string | symbol,
    descriptor: TypedPropertyDescriptor<Listener>,
  ): void => {
    Reflect.defineMetadata(inTransactionMetadata, event, descriptor.value!);
    Reflect.defineMetadata(handsManagerOnMetadata, handsManagerOn, descriptor.value!);
  };
}

/** Marks a provider's method as a listener after the publisher's commit. */
export function AfterCommit<Event extends object>(event: DomainEventClass<Event>) {
  return <Listener extends AfterCommitListener<Event>>(
    _target: object,
    _key: string | symbol,
    descriptor: TypedPropertyDescriptor<Listener>,
  ): void => Reflect.defineMetadata(afterCommitMetadata, event, descriptor.value!);
}
