import { DeliveryHistory } from '@contracts/delivery';
import { DeliveriesOfNotification } from '@contracts/events';
import {
  CallHistory,
  CallStatistics,
  CallTotals,
  DeliveryStandings,
  FailingReceivers,
  ReceiverHealthReader,
} from '@contracts/logs';
import { Global, Module } from '@nestjs/common';
import { EventsModule } from '../events/events.module.js';
import { WebhooksModule } from '../webhooks/webhooks.module.js';
import { CallHistoryService } from './calls/call-history.service.js';
import { CallLog } from './calls/call-log.service.js';
import { CallSearchRepository } from './calls/call-search.repository.js';
import { CallsController } from './calls/calls.controller.js';
import { WebhookCallsController } from './calls/webhook-calls.controller.js';
import { DeliveriesController } from './deliveries/deliveries.controller.js';
import { DeliverySearch } from './deliveries/delivery-search.service.js';
import { DeliveryStandingsService } from './deliveries/delivery-standings.service.js';
import { PastDeliveriesRepository } from './deliveries/past-deliveries.repository.js';
import { CallTotalsRepository } from './health/call-totals.repository.js';
import { FailingReceiversRepository } from './health/failing-receivers.repository.js';
import { ReceiverHealthRepository } from './health/receiver-health.repository.js';
import { ReceiverHealthService } from './health/receiver-health.service.js';
import { DeliveryHistoryRepository } from './history/delivery-history.repository.js';
import { CallIds } from './record/call-ids.service.js';
import { CallLineListener } from './record/call-line.listener.js';
import { CallLogListener } from './record/call-log.listener.js';
import { CallLogRepository } from './record/call-log.repository.js';
import { CallTexts } from './record/call-texts.service.js';
import { EndedRepository } from './record/ended.repository.js';
import { LogPurge } from './retention/log-purge.service.js';
import { Retention } from './retention/retention.js';
import { CallHoursRepository } from './statistics/call-hours.repository.js';
import { CallStatisticsService } from './statistics/call-statistics.service.js';
import { StatisticsController } from './statistics/statistics.controller.js';
import { Statistics } from './statistics/statistics.service.js';
import { TestCallController } from './test-call/test-call.controller.js';

const recording = [
  CallLogListener,
  CallLineListener,
  CallLogRepository,
  CallIds,
  CallTexts,
  EndedRepository,
  CallHoursRepository,
] as const;

const reading = [
  CallLog,
  CallSearchRepository,
  DeliverySearch,
  PastDeliveriesRepository,
  Statistics,
  ReceiverHealthRepository,
] as const;

/** The 30-day history. Global, because events and delivery ask for ports that only it can answer. */
@Global()
@Module({
  imports: [EventsModule, WebhooksModule],
  controllers: [
    CallsController,
    WebhookCallsController,
    DeliveriesController,
    StatisticsController,
    TestCallController,
  ],
  providers: [
    ...recording,
    ...reading,
    Retention,
    LogPurge,
    DeliveryHistoryRepository,
    { provide: DeliveryHistory, useExisting: DeliveryHistoryRepository },
    { provide: DeliveriesOfNotification, useExisting: DeliverySearch },
    { provide: DeliveryStandings, useClass: DeliveryStandingsService },
    { provide: FailingReceivers, useClass: FailingReceiversRepository },
    { provide: CallHistory, useClass: CallHistoryService },
    { provide: CallStatistics, useClass: CallStatisticsService },
    { provide: CallTotals, useClass: CallTotalsRepository },
    { provide: ReceiverHealthReader, useClass: ReceiverHealthService },
  ],
  exports: [
    DeliveryHistory,
    DeliveriesOfNotification,
    CallHistory,
    CallStatistics,
    CallTotals,
    DeliveryStandings,
    FailingReceivers,
    ReceiverHealthReader,
  ],
})
export class LogsModule {}
