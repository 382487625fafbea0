import type { EntityManager, TransactionRunner } from '@app/database';

/** Reads of one moment: a delivery that ends meanwhile is neither missed nor found twice. */
export async function inSnapshot<Result>(
  transactions: TransactionRunner,
  work: (manager: EntityManager) => Promise<Result>,
): Promise<Result> {
  return transactions.runApart(async (manager) => {
    await manager.query('SET TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY');
    return work(manager);
  });
}
