import { Logger } from '@nestjs/common';
import type {
  EntitySubscriberInterface,
  QueryRunner,
  TransactionCommitEvent,
  TransactionRollbackEvent,
  TransactionStartEvent,
} from 'typeorm';

type Hook = () => Promise<void> | void;

interface OpenTransaction {
  depth: number;
  hooks: { readonly depth: number; readonly hook: Hook }[];
}

/**
 * Runs what was put off until the outermost commit, in transactions of ours and of a caller alike.
 * TypeORM tells of savepoints as if they were transactions, so the depth is counted here.
 */
export class CommitHooks implements EntitySubscriberInterface {
  private readonly logger = new Logger(CommitHooks.name);
  private readonly open = new WeakMap<QueryRunner, OpenTransaction>();
  private readonly running = new Set<Promise<void>>();

  /** Calls `hook` after the transaction that is open on `queryRunner` has committed; never when it rolls back. */
  add(queryRunner: QueryRunner, hook: Hook): void {
    const transaction = this.open.get(queryRunner);
    if (!transaction || transaction.depth === 0)
      throw new Error('No transaction is open on this connection.');
    transaction.hooks.push({ depth: transaction.depth, hook });
  }

  /** Resolves when every hook begun so far has ended. */
  async idle(): Promise<void> {
    await Promise.all(this.running);
  }

  afterTransactionStart({ queryRunner }: TransactionStartEvent): void {
    const transaction = this.open.get(queryRunner);
    if (transaction && transaction.depth > 0) transaction.depth += 1;
    else this.open.set(queryRunner, { depth: 1, hooks: [] });
  }

  afterTransactionCommit({ queryRunner }: TransactionCommitEvent): void {
    const transaction = this.open.get(queryRunner);
    if (!transaction) return;
    transaction.depth -= 1;
    const { depth, hooks } = transaction;
    if (depth > 0) {
      transaction.hooks = hooks.map(({ hook, depth: at }) => ({ hook, depth: Math.min(at, depth) }));
      return;
    }
    this.open.delete(queryRunner);
    for (const { hook } of hooks) this.run(hook);
  }

  afterTransactionRollback({ queryRunner }: TransactionRollbackEvent): void {
    const transaction = this.open.get(queryRunner);
    if (!transaction) return;
    transaction.depth -= 1;
    transaction.hooks = transaction.hooks.filter(({ depth }) => depth <= transaction.depth);
    if (transaction.depth === 0) this.open.delete(queryRunner);
  }

  private run(hook: Hook): void {
    const promise = (async (): Promise<void> => {
      try {
        await hook();
      } catch (error) {
        this.logger.error({ code: 'after_commit_failed', message: 'Work after a commit failed.', error });
      }
    })();
    this.running.add(promise);
    void promise.finally(() => this.running.delete(promise));
  }
}
