import type { EntityManager } from '@app/database';
import { Injectable } from '@nestjs/common';
import type { Candidate, Candidates } from './candidate.js';
import { type KeyRow, type NewKey, RecordingKeysRepository } from './recording-keys.repository.js';
import { conflictOf } from './recording-request.js';

/** The same key with the same content records once. */
@Injectable()
export class RecordingKeys {
  constructor(private readonly repository: RecordingKeysRepository) {}

  /**
   * Takes the candidates' keys; answers the earlier notification of each candidate that repeats one, by the candidate's
   * id. A request one of whose keys stands for another notification fails, and gives up what it has taken.
   */
  async claim(
    { byRequest, failures }: Candidates,
    manager: EntityManager,
  ): Promise<ReadonlyMap<number, KeyRow>> {
    const living = [...byRequest].filter(([request]) => !failures.has(request));
    const keys = living.flatMap(([, own]) => keysOf(own));
    const earlier = earlierByCandidate(keys, await this.repository.claim(keys, manager));
    if (earlier.size === 0) return earlier;
    const released: NewKey[] = [];
    for (const [request, own] of living) {
      const conflicts = own.flatMap((candidate, index) =>
        standsForAnother(candidate, earlier.get(candidate.id)) ? [index] : [],
      );
      if (conflicts.length === 0) continue;
      failures.set(request, conflictOf(request.isBatch, conflicts));
      released.push(...keysOf(own).filter(({ notificationId }) => !earlier.has(notificationId)));
    }
    await this.repository.release(released, manager);
    return earlier;
  }

  /** What a later repetition is told. */
  async setDeliveries(
    candidates: readonly Candidate[],
    deliveries: ReadonlyMap<number, number>,
    manager: EntityManager,
  ): Promise<void> {
    await this.repository.setDeliveries(keysOf(candidates), deliveries, manager);
  }
}

function keysOf(candidates: readonly Candidate[]): readonly NewKey[] {
  return candidates.flatMap(({ organizerId, id, recorded, prepared: { recordingKey } }) =>
    recordingKey ? [{ organizerId, notificationId: id, recorded, ...recordingKey }] : [],
  );
}

function earlierByCandidate(keys: readonly NewKey[], rows: readonly KeyRow[]): ReadonlyMap<number, KeyRow> {
  const byName = new Map(rows.map((row) => [`${row.organizerId} ${row.key}`, row]));
  return new Map(
    keys.flatMap(({ organizerId, key, notificationId }) => {
      const row = byName.get(`${organizerId} ${key}`);
      return row ? [[notificationId, row] as const] : [];
    }),
  );
}

function standsForAnother({ prepared: { recordingKey } }: Candidate, row: KeyRow | undefined): boolean {
  return row !== undefined && recordingKey !== null && !row.contentHash.equals(recordingKey.contentHash);
}
