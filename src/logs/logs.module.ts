import { DeliveryHistory } from '@contracts/delivery';
import { Global, Module } from '@nestjs/common';
import { DeliveryHistoryRepository } from './history/delivery-history.repository.js';
import { CallLineListener } from './record/call-line.listener.js';
import { CallLogListener } from './record/call-log.listener.js';
import { CallLogRepository } from './record/call-log.repository.js';
import { EndedRepository } from './record/ended.repository.js';
import { LogPurge } from './retention/log-purge.service.js';
import { Retention } from './retention/retention.js';
import { CallHoursRepository } from './statistics/call-hours.repository.js';

/** The 30-day history. Global, because events and delivery ask for ports that only it can answer. */
@Global()
@Module({
  providers: [
    CallLogListener,
    CallLineListener,
    CallLogRepository,
    EndedRepository,
    CallHoursRepository,
    Retention,
    LogPurge,
    DeliveryHistoryRepository,
    { provide: DeliveryHistory, useExisting: DeliveryHistoryRepository },
  ],
  exports: [DeliveryHistory],
})
export class LogsModule {}
