import { type DynamicModule, Global, Module, type Provider } from '@nestjs/common';
import { VitalConnection } from '@app/database';
import { breakingLookup, breakingSocket, FailurePoints } from '@app/failure-points';
import { HttpEgress, UndiciEgress } from '@app/http-egress';
import { JobHandler } from '@app/job-queue';
import { replaceable } from '@app/ports';
import {
  Backlog,
  CallQueueState,
  DeliveryActions,
  LedgerFindings,
  OwedDeliveries,
  RetryBacklogs,
  TestCalls,
} from '@contracts/delivery';
import { OldestOwed, RecordingPace } from '@contracts/events';
import { Settings } from '../config/settings.js';
import { OrganizersModule } from '../organizers/organizers.module.js';
import { EventsModule } from '../events/events.module.js';
import { WebhooksModule } from '../webhooks/webhooks.module.js';
import { DeliveryActionsService } from './actions/delivery-actions.service.js';
import { CallsAtOnce } from './at-once/calls-at-once.service.js';
import { BatchIntake } from './call/batch-intake.service.js';
import { BatchLoader } from './call/batch.loader.js';
import { CallHandler } from './call/call.handler.js';
import { CallLimits } from './call/call-limits.js';
import { Dispatcher } from './dispatch/dispatcher.service.js';
import { Dropping } from './drop/dropping.service.js';
import { DroppingRepository } from './drop/dropping.repository.js';
import { QueuePace } from './dispatch/queue-pace.service.js';
import { FanOutListener } from './fan-out/fan-out.listener.js';
import { FanOutRepository } from './fan-out/fan-out.repository.js';
import { FanOutPurge } from './ledger/fan-out-purge.service.js';
import { FanOutsRepository } from './ledger/fan-outs.repository.js';
import { LedgerAuditor } from './ledger/ledger-auditor.service.js';
import { LedgerFindingsService } from './ledger/ledger-findings.service.js';
import { Ledger } from './ledger/ledger.service.js';
import { LedgerWalksRepository } from './ledger/ledger-walks.repository.js';
import { LostDeliveries } from './ledger/lost-deliveries.service.js';
import { OwedStatesRepository } from './ledger/owed-states.repository.js';
import { OwedWalk } from './ledger/owed-walk.service.js';
import { RecordedWalk } from './ledger/recorded-walk.service.js';
import { HeldLeases } from './lease/held-leases.js';
import { LeaseRepository } from './lease/lease.repository.js';
import { BacklogRepository } from './owed/backlog.repository.js';
import { OwedRepository } from './owed/owed.repository.js';
import { ProcessRegistry } from './process/process-registry.service.js';
import { QueueMetrics } from './queue/queue-metrics.service.js';
import { bullParts, inProcessParts } from './queue/queue-parts.js';
import { Resending } from './resend/resending.service.js';
import { ResendingRepository } from './resend/resending.repository.js';
import { ResendOperations } from './resend/resend-operations.service.js';
import { ResendPurge } from './resend/resend-purge.service.js';
import { WebhookDeliveriesController } from './rest/webhook-deliveries.controller.js';
import { RetryBacklogsRepository } from './retry/retry-backlogs.repository.js';
import { RetrySchedule } from './retry/retry-schedule.js';
import { WaitingRetries } from './retry/waiting-retries.service.js';
import { WaitingRetriesRepository } from './retry/waiting-retries.repository.js';
import { GroupSettling } from './settle/group-settling.service.js';
import { Settling } from './settle/settling.service.js';
import { SettlingRepository } from './settle/settling.repository.js';
import { SlowWebhooksListener } from './settle/slow-webhooks.listener.js';
import { CallMaker } from './shutdown/call-maker.service.js';
import { DeliveryShutdown } from './shutdown/delivery-shutdown.service.js';
import { Housekeeping } from './sweep/housekeeping.service.js';
import { Sweep } from './sweep/sweep.service.js';
import { SweepRepository } from './sweep/sweep.repository.js';
import { SampleNotifications } from './test-call/sample-notifications.service.js';
import { TestCallLog } from './test-call/test-call-log.service.js';
import { TestCallsService } from './test-call/test-calls.service.js';

/** Where notifications are recorded and people ask for things: what is owed, and the door to the queue. */
const everywhere: readonly Provider[] = [
  FanOutListener,
  FanOutRepository,
  Dispatcher,
  LeaseRepository,
  Dropping,
  DroppingRepository,
  WaitingRetries,
  WaitingRetriesRepository,
  Resending,
  ResendingRepository,
  OwedRepository,
  { provide: OwedDeliveries, useExisting: OwedRepository },
  { provide: OldestOwed, useExisting: OwedRepository },
  FanOutPurge,
  LedgerWalksRepository,
  LedgerFindingsService,
  { provide: LedgerFindings, useExisting: LedgerFindingsService },
  QueuePace,
  { provide: RecordingPace, useExisting: QueuePace },
  SampleNotifications,
  TestCallLog,
  TestCallsService,
  { provide: TestCalls, useExisting: TestCallsService },
  { provide: RetryBacklogs, useClass: RetryBacklogsRepository },
  { provide: DeliveryActions, useClass: DeliveryActionsService },
  { provide: Backlog, useClass: BacklogRepository },
  DeliveryShutdown,
  QueueMetrics,
  { provide: CallQueueState, useExisting: QueueMetrics },
];

/** Where calls are made. */
const callMaking: readonly Provider[] = [
  {
    provide: ProcessRegistry,
    inject: [VitalConnection, Settings],
    useFactory: (connection: VitalConnection, { role }: Settings) => ProcessRegistry.join(connection, role),
  },
  HeldLeases,
  Sweep,
  SweepRepository,
  Housekeeping,
  LedgerAuditor,
  OwedWalk,
  RecordedWalk,
  LostDeliveries,
  Ledger,
  FanOutsRepository,
  OwedStatesRepository,
  ResendOperations,
  ResendPurge,
  CallHandler,
  CallsAtOnce,
  { provide: JobHandler, useExisting: CallHandler },
  BatchIntake,
  BatchLoader,
  GroupSettling,
  Settling,
  SettlingRepository,
  SlowWebhooksListener,
  CallMaker,
];

/** Fan-out everywhere; queue processors and the sweep only in processes that make calls. */
@Global()
@Module({})
export class DeliveryModule {
  static forRoot(settings: Settings): DynamicModule {
    const queue = settings.redisUrl === undefined ? inProcessParts() : bullParts(settings.redisUrl);
    const makesCalls = settings.role !== 'api';
    return {
      module: DeliveryModule,
      imports: [OrganizersModule, EventsModule, WebhooksModule, ...queue.imports],
      controllers: [WebhookDeliveriesController],
      providers: [
        ...everywhere,
        queue.queue,
        replaceable<HttpEgress>(HttpEgress, {
          inject: [FailurePoints],
          useFactory: (points: FailurePoints) => egressOf(settings, points),
        }),
        { provide: RetrySchedule, useFactory: () => new RetrySchedule(settings.retrySchedule) },
        ...(makesCalls ? [...callMaking, ...queue.processors, callLimitsOf(settings)] : []),
      ],
      exports: [
        Backlog,
        CallQueueState,
        DeliveryActions,
        LedgerFindings,
        OwedDeliveries,
        OldestOwed,
        RecordingPace,
        RetryBacklogs,
        TestCalls,
      ],
    };
  }
}

const callLimitsOf = ({ concurrency }: Settings): Provider => ({
  provide: CallLimits,
  useFactory: () => new CallLimits(concurrency),
});

function egressOf(settings: Settings, points: FailurePoints): UndiciEgress {
  const { requestTimeoutMs, responseBodyLimit, allowedTargets, blockedPorts, requireHttps } = settings;
  const [lookup, onSocket] = [breakingLookup(points), breakingSocket(points)];
  return new UndiciEgress({
    requestTimeoutMs,
    responseBodyLimit,
    allowedTargets,
    blockedPorts,
    requireHttps,
    userAgent: `Doorbell/${settings.version}`,
    ...(settings.egressProxy === undefined ? {} : { proxyUrl: settings.egressProxy }),
    ...(lookup ? { lookup } : {}),
    ...(onSocket ? { onSocket } : {}),
  });
}
