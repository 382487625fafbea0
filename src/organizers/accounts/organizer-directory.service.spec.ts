import type { TransactionRunner } from '@app/database';
import { OrganizerDeleted } from '@contracts/organizers';
import { describe, expect, it } from 'vitest';
import { OrganizerDirectoryService } from './organizer-directory.service.js';

describe('OrganizerDirectoryService', () => {
  it('does not remember what it read while an organizer was deleted here', async () => {
    const scope = { id: 1, slug: 'acmecorp' };
    const answers: ((rows: readonly unknown[]) => void)[] = [];
    const query = async (): Promise<unknown> => new Promise((resolve) => answers.push(resolve));
    const transactions = { manager: { query }, isInTransaction: false } as unknown as TransactionRunner;
    const directory = new OrganizerDirectoryService(transactions);
    const answered = async (rows: readonly unknown[]): Promise<void> => {
      while (answers.length === 0) await new Promise(setImmediate);
      answers.pop()!(rows);
    };
    const before = directory.findBySlug(['acmecorp']);
    while (answers.length === 0) await new Promise(setImmediate);
    directory.forget(new OrganizerDeleted(scope.id, scope.slug));
    await answered([scope]);
    expect((await before).size).toBe(1);
    const after = directory.findBySlug(['acmecorp']);
    await answered([]);
    expect((await after).size).toBe(0);
  });
});
