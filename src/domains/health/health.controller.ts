import { Controller, Get, HttpCode, Res } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import { AdminOnly, Public } from '#platform/auth/access.decorators';
import { Answers } from '#platform/http/answers.decorator';
import { RateClass } from '#platform/http/rate-limit.guard';
import { HealthStatus, HealthSummary, Liveness, Readiness, SystemFigures } from './health.dto.js';
import { HealthService } from './health.service.js';

@ApiTags('System')
@Controller()
@Answers('raw')
export class HealthController {
  constructor(private readonly health: HealthService) {}

  /** Says how the service is, in one word. */
  @Get(['health', 'healthcheck', 'api/health'])
  @Public()
  @RateClass('none')
  summary(): Promise<HealthSummary> {
    return this.health.summary();
  }

  /** Says that the process is alive, whatever it depends on. */
  @Get('health/live')
  @Public()
  @RateClass('none')
  live(): Liveness {
    return { status: 'ok', timestamp: new Date().toISOString() };
  }

  /** Says whether requests can be served: 200 when ready, 503 when not. */
  @Get('health/ready')
  @Public()
  @RateClass('none')
  @HttpCode(200)
  async ready(@Res({ passthrough: true }) reply: FastifyReply): Promise<Readiness> {
    const readiness = await this.health.readiness();
    if (readiness.status === 'not-ready') void reply.status(503);
    return readiness;
  }

  /** Lists every dependency with its state and latency. */
  @Get(['health/status', 'api/health/status', 'api/system-health'])
  @Public()
  status(): Promise<HealthStatus> {
    return this.health.status();
  }

  /** Shows the process's own figures, to administrators. */
  @Get('api/health/system')
  @AdminOnly()
  system(): Promise<SystemFigures> {
    return this.health.system();
  }
}
