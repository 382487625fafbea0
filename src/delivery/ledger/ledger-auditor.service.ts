import { Metrics } from '@app/health';
import { Injectable, Logger, type OnApplicationBootstrap } from '@nestjs/common';
import { ProcessRegistry } from '../process/process-registry.service.js';
import { RepeatingWork } from '@app/repeating-work';
import type { LedgerFinding } from './ledger-fault.js';
import type { LedgerStep } from './ledger-step.js';
import { LedgerWalksRepository, type WalkState } from './ledger-walks.repository.js';
import { OwedWalk } from './owed-walk.service.js';
import { RecordedWalk } from './recorded-walk.service.js';

/** Of each time between two looks, so much goes into the steps of one walk: a hundredth of a connection. */
const lookEveryMs = 2_000;
const stepsForMs = 20;
/** Between two passes. */
const restMs = 10_000;
/** Ids in one line of the log. */
const mostShown = 20;
/** What is not mended is found again in each pass, and said once. */
const mostRemembered = 10_000;

/**
 * Walks through the ledger all the time, in small steps: everything that is owed, and everything that ever was, and holds
 * one against the other. What nobody would come back to is put back; all of it is said, counted and shown in health. Of
 * all processes one at a time goes on with a walk, where the last one left it.
 */
@Injectable()
export class LedgerAuditor implements OnApplicationBootstrap {
  private readonly logger = new Logger('Ledger');
  private readonly work = new RepeatingWork(this.logger, {
    name: 'Walking through the ledger',
    everyMs: lookEveryMs,
    run: () => this.walk(),
  });
  private readonly said = new Set<string>();
  private readonly faults;

  constructor(
    private readonly walks: LedgerWalksRepository,
    private readonly owed: OwedWalk,
    private readonly recorded: RecordedWalk,
    private readonly registry: ProcessRegistry,
    metrics: Metrics,
  ) {
    this.faults = metrics.counter({
      name: 'doorbell_ledger_faults_total',
      help: 'Deliveries found by the auditor in this process in no state, in two, or with nobody to come back to them.',
      labelNames: ['fault'],
    });
  }

  onApplicationBootstrap(): void {
    this.work.start();
  }

  async stop(): Promise<void> {
    await this.work.stop();
  }

  /** Goes on with every walk that is due. Not right after an outage: what was left by it is about to be seen to. */
  private async walk(): Promise<void> {
    if (!this.registry.isSteady) return;
    for (let walk = await this.walks.take(); walk; walk = await this.walks.take()) await this.goOn(walk);
  }

  private async goOn(walk: WalkState): Promise<void> {
    const until = performance.now() + stepsForMs;
    let state = walk;
    do {
      const { next, findings } = await this.step(state);
      findings.forEach((finding) => this.say(finding));
      const found = findings.reduce((sum, { deliveries }) => sum + deliveries.length, state.found);
      state = { ...state, found };
      if (!next) {
        await this.walks.finish(state, restMs);
        return;
      }
      state = { ...state, ...next };
    } while (performance.now() < until);
    await this.walks.keep(state, lookEveryMs - stepsForMs);
  }

  private async step(walk: WalkState): Promise<LedgerStep> {
    return walk.name === 'owed' ? this.owed.step(walk) : this.recorded.step(walk);
  }

  private say({ fault, deliveries, isMended }: LedgerFinding): void {
    const isNew = (id: number): boolean => isMended || !this.said.has(`${fault} ${id}`);
    const news = deliveries.filter(isNew);
    if (news.length === 0) return;
    if (this.said.size > mostRemembered) this.said.clear();
    this.faults.inc({ fault }, news.length);
    for (const id of news) this.said.add(`${fault} ${id}`);
    this.logger.error({
      code: 'ledger_unaccounted',
      message: isMended
        ? 'Deliveries were owed that nobody would have come back to; they are on their way again.'
        : 'Deliveries are not as they should be.',
      fault,
      count: news.length,
      deliveries: news.slice(0, mostShown),
      mended: isMended,
    });
  }
}
