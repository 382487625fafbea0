import { Injectable, Logger } from '@nestjs/common';
import { DiscoveryService, MetadataScanner } from '@nestjs/core';
import { EventEmitter2 } from '@nestjs/event-emitter';
import type { EntityManager } from 'typeorm';
import { TransactionRunner } from '@app/database';
import {
  afterCommitMetadata,
  type AfterCommitListener,
  type DomainEventClass,
  handsManagerOnMetadata,
  inTransactionMetadata,
  type InTransactionListener,
} from './domain-event.js';

const phases = [
  { metadata: inTransactionMetadata, prefix: 'doorbell.in-transaction.' },
  { metadata: afterCommitMetadata, prefix: 'doorbell.after-commit.' },
] as const;
const [inTransaction, afterCommit] = phases;

/** A method of a provider: of either phase. */
type Listener = (event: object, manager: EntityManager) => unknown;

export class EventBusStoppedError extends Error {
  readonly code = 'event_bus_stopped';
  override readonly name = 'EventBusStoppedError';
}

/**
 * Typed domain events over @nestjs/event-emitter, whose own decorator swallows what listeners throw.
 * Here an in-transaction listener's failure rolls the publisher back, and an after-commit listener's is reported.
 */
@Injectable()
export class EventBus {
  private readonly logger = new Logger(EventBus.name);
  private attached: Map<string, number> | undefined;

  constructor(
    private readonly emitter: EventEmitter2,
    private readonly discovery: DiscoveryService,
    private readonly scanner: MetadataScanner,
    private readonly transactions: TransactionRunner,
  ) {}

  /**
   * Calls the in-transaction listeners one after the other now, and the after-commit listeners once `manager`'s
   * outermost transaction has committed. @throws what an in-transaction listener throws.
   */
  async publish(event: object, manager: EntityManager): Promise<void> {
    const { eventName } = event.constructor as unknown as DomainEventClass;
    for (const listener of this.listeners(
      inTransaction.prefix + eventName,
    ) as readonly InTransactionListener<object>[]) {
      await listener(event, manager);
    }
    this.transactions.afterCommit(manager, () => this.tellCommitted(eventName, event));
  }

  private async tellCommitted(eventName: string, event: object): Promise<void> {
    const listeners = this.listeners(
      afterCommit.prefix + eventName,
    ) as readonly AfterCommitListener<object>[];
    const results = await Promise.allSettled(listeners.map(async (listener) => listener(event)));
    for (const result of results) {
      if (result.status === 'fulfilled') continue;
      const { reason } = result;
      this.logger.error({
        code: 'listener_failed',
        message: `A listener of ${eventName} failed.`,
        error: reason,
      });
    }
  }

  /** @throws EventBusStoppedError once Nest has detached all listeners: nothing may then be committed half. */
  private listeners(name: string): readonly unknown[] {
    this.attached ??= this.attachAll();
    const listeners = this.emitter.listeners(name);
    if (listeners.length < (this.attached.get(name) ?? 0)) {
      throw new EventBusStoppedError('The event bus has stopped with the application.');
    }
    return listeners;
  }

  /** On first use, so that nothing is published before all providers are there, and nobody needs to wait. */
  private attachAll(): Map<string, number> {
    const counts = new Map<string, number>();
    for (const { instance, isAlias } of this.discovery.getProviders()) {
      if (!instance || typeof instance !== 'object' || isAlias) continue;
      for (const { name, listener } of this.listenersOf(instance as object)) {
        this.emitter.on(name, listener);
        counts.set(name, (counts.get(name) ?? 0) + 1);
      }
    }
    return counts;
  }

  private *listenersOf(instance: object): Iterable<{ name: string; listener: Listener }> {
    const prototype = Object.getPrototypeOf(instance) as Record<string, Listener> | null;
    if (!prototype) return;
    for (const key of this.scanner.getAllMethodNames(prototype)) {
      const method = prototype[key];
      if (!method) continue;
      for (const { metadata, prefix } of phases) {
        const event = Reflect.getMetadata(metadata, method) as DomainEventClass | undefined;
        if (!event) continue;
        const listener: Listener = method.bind(instance);
        const isAmbient = metadata === inTransactionMetadata && !handsManagerOn(method);
        yield {
          name: prefix + event.eventName,
          listener: isAmbient ? this.underItsManager(listener) : listener,
        };
      }
    }
  }

  private underItsManager(listener: Listener): Listener {
    return (event: object, manager: EntityManager) =>
      this.transactions.join(manager, async () => listener(event, manager));
  }
}

const handsManagerOn = (method: Listener): boolean =>
  Reflect.getMetadata(handsManagerOnMetadata, method) === true;
