import { RequirePermission } from '@app/access';
import { LoadedObject, LoadObject, Operation } from '@app/rest';
import { type WebhookTarget, WebhookTargetLoader } from '@contracts/webhooks';
import { Controller, Get, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { StatisticsDto, StatisticsFilterDto } from './statistics.dto.js';
import { Statistics } from './statistics.service.js';

/** How a webhook's receiver does. */
@ApiTags('Calls')
@Controller('api/v1/organizers/:organizer/webhooks/:id/stats')
@RequirePermission('can_change_organizer_settings')
@LoadObject(WebhookTargetLoader)
export class StatisticsController {
  constructor(private readonly statistics: Statistics) {}

  @Get()
  @Operation({
    id: 'getWebhookStatistics',
    summary: 'Get the calls of a webhook by hour',
    description: 'How many, how many failed, and how long they took. Kept as long as the log.',
    answer: StatisticsDto,
    example: {
      results: [{ hour: '2026-05-03T10:00:00.000Z', calls: 120, failures: 2, p50: 0.04, p95: 0.2, p99: 1.3 }],
    },
  })
  async get(
    @LoadedObject() { id }: WebhookTarget,
    @Query() filter: StatisticsFilterDto,
  ): Promise<StatisticsDto> {
    return { results: await this.statistics.find(id, filter) };
  }
}
