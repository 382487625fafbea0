import { HealthIndicators } from '@app/health';
import { Injectable } from '@nestjs/common';
import type { LedgerFindings, LedgerStanding } from '@contracts/delivery';
import { LedgerWalksRepository, type WalkName } from './ledger-walks.repository.js';

/** Degraded while something is unaccounted for. */
@Injectable()
export class LedgerFindingsService implements LedgerFindings {
  constructor(
    private readonly walks: LedgerWalksRepository,
    indicators: HealthIndicators,
  ) {
    indicators.add({
      name: 'ledger',
      check: async () => ((await this.standing()).unaccounted > 0 ? 'degraded' : 'ok'),
    });
  }

  async standing(): Promise<LedgerStanding> {
    const findings = new Map((await this.walks.findings()).map((finding) => [finding.name, finding]));
    const foundBy = (name: WalkName): number => findings.get(name)?.unaccounted ?? 0;
    return {
      // Two walks go over what is recent: what is not mended is found by both.
      unaccounted: foundBy('owed') + Math.max(foundBy('recent'), foundBy('recorded')),
      lastPassAge: findings.get('recorded')?.age ?? null,
    };
  }
}
