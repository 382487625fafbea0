import { Injectable } from '@nestjs/common';
import { DataSource, type EntityManager } from 'typeorm';
import { AmbientManager } from './ambient-manager.js';
import { CommitHooks } from './commit-hooks.js';

/** Transactions that services can share without handing a manager around, with hooks for what must follow the commit. */
@Injectable()
export class TransactionRunner {
  private readonly ambient = new AmbientManager();
  private readonly hooks = new CommitHooks();

  constructor(private readonly dataSource: DataSource) {
    dataSource.subscribers.push(this.hooks);
  }

  /** The manager of the transaction this call runs in; outside one, the DataSource's. */
  get manager(): EntityManager {
    return this.ambient.manager ?? this.dataSource.manager;
  }

  get isInTransaction(): boolean {
    return this.ambient.manager !== undefined;
  }

  /** Runs `work` in the ambient transaction, or in one of its own, which commits when `work` resolves. */
  async run<Result>(work: (manager: EntityManager) => Promise<Result>): Promise<Result> {
    const joined = this.ambient.manager;
    return joined ? work(joined) : this.begin(this.dataSource.manager, work);
  }

  /** Runs `work` in a new transaction on a connection of its own, whatever the caller runs in. */
  async runApart<Result>(work: (manager: EntityManager) => Promise<Result>): Promise<Result> {
    return this.begin(this.dataSource.manager, work);
  }

  /**
   * As `runApart`, but `work` hands its manager on to everybody who is to work in the transaction: for hot paths, where
   * calls without one work outside of it. What that buys: AmbientManager.
   */
  async runHandedOn<Result>(work: (manager: EntityManager) => Promise<Result>): Promise<Result> {
    return this.ambient.exit(() => this.dataSource.transaction(work));
  }

  /** Runs `work` as if no transaction were ambient: for what outlives the caller's. */
  async outside<Result>(work: () => Promise<Result>): Promise<Result> {
    return this.ambient.exit(work);
  }

  /** Runs `work` in the transaction the caller has open on `manager`. */
  async join<Result>(
    manager: EntityManager,
    work: (manager: EntityManager) => Promise<Result>,
  ): Promise<Result> {
    if (this.ambient.manager === manager) return work(manager);
    if (!manager.queryRunner?.isTransactionActive) throw new TransactionRequiredError();
    return this.ambient.run(manager, () => work(manager));
  }

  /** Runs `work` under a savepoint of the ambient transaction: when it throws, its effects are undone and no others. */
  async savepoint<Result>(work: (manager: EntityManager) => Promise<Result>): Promise<Result> {
    return this.begin(this.manager, work);
  }

  /**
   * Calls `hook` once the outermost transaction of `manager` has committed; never when it rolls back. It runs in no
   * ambient transaction: what it starts outlives any that the committed one may have been inside of.
   */
  afterCommit(manager: EntityManager, hook: () => Promise<void> | void): void {
    if (!manager.queryRunner) throw new TransactionRequiredError();
    this.hooks.add(manager.queryRunner, () => this.ambient.exit(hook));
  }

  /** Resolves when all work that follows commits made so far has ended. */
  async idle(): Promise<void> {
    await this.hooks.idle();
  }

  private async begin<Result>(
    outer: EntityManager,
    work: (manager: EntityManager) => Promise<Result>,
  ): Promise<Result> {
    return outer.transaction((manager) => this.ambient.run(manager, () => work(manager)));
  }
}

export class TransactionRequiredError extends Error {
  readonly code = 'transaction_required';
  override readonly name = 'TransactionRequiredError';
  constructor() {
    super('This needs an EntityManager with an open transaction, as dataSource.transaction() gives it.');
  }
}
