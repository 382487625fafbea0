import { TransactionRunner } from '@app/database';
import { Injectable } from '@nestjs/common';
import type { Role } from '../people/person.mapper.js';
import type { SessionEntity } from './session.entity.js';

/** A session with the person as they are now. */
export interface KnownSession {
  readonly id: number;
  readonly lastUsed: Date;
  readonly personId: number;
  readonly email: string;
  readonly name: string;
  readonly isAdministrator: boolean;
  readonly roles: readonly Role[];
}

/** A session, as its owner sees it. */
export type ListedSession = Pick<SessionEntity, 'id' | 'address' | 'created' | 'lastUsed'>;

/** Sessions begun or used before these moments do not count. */
export interface SessionLimits {
  readonly createdAfter: Date;
  readonly usedAfter: Date;
}

/** Sessions as they are stored. Every method joins the ambient transaction. */
@Injectable()
export class SessionsRepository {
  constructor(private readonly transactions: TransactionRunner) {}

  async find(hash: Buffer, { createdAfter, usedAfter }: SessionLimits): Promise<KnownSession | undefined> {
    const [row] = await this.query<KnownSession[]>(
      `SELECT s.id, s.last_used AS "lastUsed", p.id AS "personId", p.email, p.name,
         p.is_administrator AS "isAdministrator",
         COALESCE((SELECT jsonb_agg(jsonb_build_object('organizerId', r.organizer_id, 'permissions', r.permissions))
           FROM person_roles r WHERE r.person_id = p.id), '[]') AS roles
       FROM sessions s JOIN people p ON p.id = s.person_id
       WHERE s.hash = $1 AND s.created > $2 AND s.last_used > $3`,
      [hash, createdAfter, usedAfter],
    );
    return row;
  }

  /** By their last use, the newest first. */
  async listOf(
    personId: number,
    { createdAfter, usedAfter }: SessionLimits,
  ): Promise<readonly ListedSession[]> {
    return this.query(
      `SELECT id, address, created, last_used AS "lastUsed" FROM sessions
       WHERE person_id = $1 AND created > $2 AND last_used > $3 ORDER BY last_used DESC, id DESC`,
      [personId, createdAfter, usedAfter],
    );
  }

  async insert({ personId, hash, address, created, lastUsed }: Omit<SessionEntity, 'id'>): Promise<void> {
    await this.query(
      'INSERT INTO sessions (person_id, hash, address, created, last_used) VALUES ($1, $2, $3, $4, $5)',
      [personId, hash, address, created, lastUsed],
    );
  }

  async noteUse(id: number, now: Date): Promise<void> {
    await this.query('UPDATE sessions SET last_used = $2 WHERE id = $1 AND last_used < $2', [id, now]);
  }

  /** Whether it was there. */
  async delete(id: number): Promise<boolean> {
    const [rows] = await this.query<[object[]]>('DELETE FROM sessions WHERE id = $1 RETURNING id', [id]);
    return rows.length > 0;
  }

  /** Ends all of the person's but the newest `kept`. */
  async deleteOf(personId: number, kept = 0): Promise<void> {
    await this.query(
      `DELETE FROM sessions WHERE id IN
         (SELECT id FROM sessions WHERE person_id = $1 ORDER BY id DESC OFFSET $2)`,
      [personId, kept],
    );
  }

  /** Deletes some that do not count any more; answers how many. */
  async purge({ createdAfter, usedAfter }: SessionLimits, limit: number): Promise<number> {
    const [rows] = await this.query<[object[]]>(
      `DELETE FROM sessions WHERE id IN
         (SELECT id FROM sessions WHERE created <= $1 OR last_used <= $2 LIMIT $3) RETURNING id`,
      [createdAfter, usedAfter, limit],
    );
    return rows.length;
  }

  private async query<Result>(sql: string, parameters: unknown[]): Promise<Result> {
    return this.transactions.manager.query<Result>(sql, parameters);
  }
}
