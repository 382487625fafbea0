import { RequirePermission } from '@app/access';
import { HealthIndicators, Metrics } from '@app/health';
import { Operation } from '@app/rest';
import { Controller, Get, Res } from '@nestjs/common';
import { ApiExcludeEndpoint, ApiResponse, ApiTags, getSchemaPath } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import { HealthDto } from './health.dto.js';
import { StopFlag } from './stop-flag.js';

const ok: HealthDto = { status: 'ok' };

/** For load balancers, orchestrators and Prometheus. */
@ApiTags('Health')
@Controller()
export class HealthController {
  constructor(
    private readonly indicators: HealthIndicators,
    private readonly metrics: Metrics,
    private readonly stopFlag: StopFlag,
  ) {}

  @Get('health/live')
  @RequirePermission('public')
  @Operation({ id: 'getLiveness', summary: 'Whether the process runs', answer: HealthDto, example: ok })
  live(): HealthDto {
    return ok;
  }

  @Get('health/ready')
  @RequirePermission('public')
  @Operation({
    id: 'getReadiness',
    summary: 'Whether it can work',
    description: '`degraded` still works (200); `down` does not, or is being stopped (503).',
    answer: HealthDto,
    example: ok,
  })
  @ApiResponse({
    status: 503,
    description: 'Down, or being stopped.',
    content: {
      'application/json': { schema: { $ref: getSchemaPath(HealthDto) }, example: { status: 'down' } },
    },
  })
  async ready(@Res({ passthrough: true }) reply: FastifyReply): Promise<HealthDto> {
    const status = this.stopFlag.isStopping ? 'down' : await this.indicators.state();
    if (status === 'down') void reply.status(503);
    return { status };
  }

  @Get('metrics')
  @RequirePermission('admin')
  @ApiExcludeEndpoint()
  async text(@Res({ passthrough: true }) reply: FastifyReply): Promise<string> {
    void reply.header('content-type', this.metrics.contentType);
    return this.metrics.text();
  }
}
