import { Module } from '@nestjs/common';
import { OpenClawGateway } from './openclaw-gateway.js';
import { OpenClawRoute } from './openclaw-route.js';
import { OpenClawRepository } from './openclaw.repository.js';

/** An OpenClaw gateway, and for whom it is chosen. */
@Module({
  providers: [OpenClawGateway, OpenClawRepository, OpenClawRoute],
  exports: [OpenClawGateway, OpenClawRepository, OpenClawRoute],
})
export class OpenClawGatewayModule {}
