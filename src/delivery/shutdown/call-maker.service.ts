import { Injectable } from '@nestjs/common';
import { CallHandler } from '../call/call.handler.js';
import { HeldLeases } from '../lease/held-leases.js';
import { LedgerAuditor } from '../ledger/ledger-auditor.service.js';
import { Housekeeping } from '../sweep/housekeeping.service.js';
import { Sweep } from '../sweep/sweep.service.js';

/** Everything that only a process that makes calls runs, as far as it has to be ended. */
@Injectable()
export class CallMaker {
  constructor(
    private readonly sweep: Sweep,
    private readonly housekeeping: Housekeeping,
    private readonly handler: CallHandler,
    private readonly leases: HeldLeases,
    private readonly auditor: LedgerAuditor,
  ) {}

  /** Nothing new is begun: no sweep, no step, no call. */
  async stopBeginning(): Promise<void> {
    this.handler.stopBeginning();
    await Promise.all([this.sweep.stop(), this.housekeeping.stop(), this.auditor.stop()]);
  }

  /** Calls under way have `limitMs`; then they are interrupted. All are settled, and what is left is free for others. */
  async end(limitMs: number): Promise<void> {
    await this.handler.end(limitMs);
    await this.leases.close();
  }
}
