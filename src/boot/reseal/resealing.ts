import { setTimeout as sleep } from 'node:timers/promises';
import type { EntityManager } from '@app/database';
import { createSecretBox, keyIdOf, type SealedColumn, type SecretKey, SecretKeyError } from '@app/secret-box';
import {
  type ResealedRow,
  type RowKey,
  SealedColumnRepository,
  type SealedRow,
} from './sealed-column.repository.js';

/** Rows read, and sealed anew, in one statement. */
const pageSize = 200;
/** Rows between two lines about how far it is. */
const sayEvery = 10_000;
/** How often it goes through a column in which somebody was just changing a row. */
const mostPasses = 5;
const betweenPassesMs = 1_000;

interface Pass {
  read: number;
  resealed: number;
  /** Changed by others meanwhile. */
  missed: number;
  unreadable: number;
}

/** Seals everything with the ring's first key. It may be stopped and run again at any moment, while Doorbell runs. */
export class Resealing {
  private readonly box;
  private readonly firstId: string;

  /** @param say takes one line for people; none names a secret */
  constructor(
    private readonly ring: readonly SecretKey[],
    private readonly manager: EntityManager,
    private readonly say: (line: string) => void,
  ) {
    this.box = createSecretBox(ring);
    this.firstId = ring[0]!.id;
  }

  /** @returns whether all can be read, and is sealed with the first key */
  async run(columns: readonly SealedColumn[]): Promise<boolean> {
    let unreadable = 0;
    for (const column of columns) unreadable += await this.resealColumn(column);
    if (unreadable > 0) this.say(`${unreadable} could not be read: put their key back, or replace them.`);
    const left = await this.countLeft(columns);
    for (const [id, count] of left) this.say(leftUnder(id, count));
    return unreadable === 0 && [...left.values()].every((count) => count === 0);
  }

  /** @returns how many of it cannot be read */
  private async resealColumn(column: SealedColumn): Promise<number> {
    for (let number = 1; ; number += 1) {
      const pass = await this.passThrough(column);
      this.say(
        `${nameOf(column)}: ${pass.read} read, ${pass.resealed} sealed anew with key "${this.firstId}".`,
      );
      if (pass.missed === 0 || number === mostPasses) return pass.unreadable;
      this.say(`${nameOf(column)}: ${pass.missed} were just being changed; once more.`);
      await sleep(betweenPassesMs);
    }
  }

  private async passThrough(column: SealedColumn): Promise<Pass> {
    const repository = new SealedColumnRepository(column, this.manager);
    const pass: Pass = { read: 0, resealed: 0, missed: 0, unreadable: 0 };
    let after: RowKey | undefined;
    for (;;) {
      const rows = await repository.page(after, pageSize);
      if (rows.length === 0) return pass;
      await this.resealPage(column, rows, repository, pass);
      after = rows.at(-1)!.key;
      if (pass.read % sayEvery === 0) this.say(`${nameOf(column)}: ${pass.read} read …`);
    }
  }

  private async resealPage(
    column: SealedColumn,
    rows: readonly SealedRow[],
    repository: SealedColumnRepository,
    pass: Pass,
  ): Promise<void> {
    const opened = rows.map((row) => ({ ...row, text: this.open(row) }));
    const old: ResealedRow[] = [];
    for (const { text, ...row } of opened) {
      if (text instanceof SecretKeyError) this.say(inOneLine(`${rowOf(column, row.key)}: ${text.message}`));
      else if (keyIdOf(row.sealed) !== this.firstId) old.push({ ...row, fresh: this.box.seal(text) });
    }
    const resealed = old.length > 0 ? await repository.replace(old) : 0;
    pass.read += rows.length;
    pass.resealed += resealed;
    pass.missed += old.length - resealed;
    pass.unreadable += opened.filter(({ text }) => text instanceof SecretKeyError).length;
  }

  private open({ sealed }: SealedRow): string | SecretKeyError {
    try {
      return this.box.open(sealed);
    } catch (error) {
      if (error instanceof SecretKeyError) return error;
      throw error;
    }
  }

  /** By key, of the ring or not, but the first. */
  private async countLeft(columns: readonly SealedColumn[]): Promise<ReadonlyMap<string, number>> {
    const left = new Map(this.ring.map(({ id }) => [id, 0]));
    for (const column of columns) {
      const counts = await new SealedColumnRepository(column, this.manager).countByKeyId();
      for (const [id, count] of counts) left.set(id, (left.get(id) ?? 0) + count);
    }
    left.delete(this.firstId);
    return left;
  }
}

const nameOf = ({ table, column }: SealedColumn): string => `${table}.${column}`;

const rowOf = (column: SealedColumn, key: RowKey): string =>
  [nameOf(column), ...column.key.map(({ name }, index) => `${name}=${JSON.stringify(key[index])}`)].join(' ');

const leftUnder = (id: string, count: number): string =>
  inOneLine(
    count === 0
      ? `0 are left under key "${id}": it can be taken out of DOORBELL_SECRET_KEY.`
      : `${count} are left under key "${id}": it is still needed.`,
  );

/** Whoever wrote to the database may have chosen it. */
const inOneLine = (text: string): string => text.replaceAll(/[\p{Cc}\u2028\u2029]/gu, '?');
