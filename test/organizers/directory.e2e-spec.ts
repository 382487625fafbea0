import { TransactionRunner } from '@app/database';
import { OrganizerDirectory } from '@contracts/organizers';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { type Doorbell, startDoorbell } from '../setup/doorbell.js';

describe('The directory of organizers', () => {
  let doorbell: Doorbell;
  let directory: OrganizerDirectory;
  beforeAll(async () => {
    doorbell = await startDoorbell();
    directory = doorbell.app.get<OrganizerDirectory>(OrganizerDirectory, { strict: false });
  });
  afterAll(async () => doorbell.stop());

  it('finds the living by slug, and the deleted by id alone', async () => {
    const one = await doorbell.createOrganizer({ slug: 'one', events: [] });
    const two = await doorbell.createOrganizer({ slug: 'two', events: [] });
    const slugs = ['one', 'two', 'unknown', 'ONE', '\0', "'"];
    expect([...(await directory.findBySlug(slugs)).values()]).toEqual([
      { id: one.id, slug: 'one' },
      { id: two.id, slug: 'two' },
    ]);
    await doorbell.admin.delete(two.path);
    expect([...(await directory.findBySlug(slugs)).keys()]).toEqual(['one']);
    expect(await directory.slugsOf([one.id, two.id, two.id, 999_999])).toEqual(
      new Map([
        [one.id, 'one'],
        [two.id, 'two'],
      ]),
    );
    expect(await directory.findBySlug([])).toEqual(new Map());
    expect(await directory.slugsOf([])).toEqual(new Map());
  });

  it('answers those who ask together with one statement, each what it asked for', async () => {
    await doorbell.query(
      `INSERT INTO organizers (slug, name, created) VALUES ('x', 'X', now()), ('y', 'Y', now())`,
    );
    const query = vi.spyOn(doorbell.app.get(TransactionRunner, { strict: false }).manager, 'query');
    const asked = [['x'], ['nobody'], ['y', 'x'], ['x']];
    const found = await Promise.all(asked.map(async (slugs) => directory.findBySlug(slugs)));
    expect(found.map((organizers) => [...organizers.keys()].toSorted())).toEqual([
      ['x'],
      [],
      ['x', 'y'],
      ['x'],
    ]);
    // Others are at work beside this.
    expect(query.mock.calls.filter(([sql]) => sql.includes('FROM organizers'))).toHaveLength(1);
    query.mockRestore();
  });

  it('forgets what a transaction saw of itself and then rolled back', async () => {
    const transactions = doorbell.app.get(TransactionRunner, { strict: false });
    const rolledBack = transactions.run(async (manager) => {
      await manager.query(`INSERT INTO organizers (slug, name, created) VALUES ('never', 'Never', now())`);
      expect([...(await directory.findBySlug(['never'])).keys()]).toEqual(['never']);
      throw new Error('Rolled back.');
    });
    await expect(rolledBack).rejects.toThrow('Rolled back.');
    expect(await directory.findBySlug(['never'])).toEqual(new Map());
  });
});
