import { Module } from '@nestjs/common';
import { JobsModule } from '#platform/jobs/jobs.module';
import { ErrandModule } from './errand.module.js';
import { ProbeController } from './probe.controller.js';

/** What a test adds to the application to look at the platform from outside. */
@Module({ imports: [JobsModule, ErrandModule], controllers: [ProbeController] })
export class ProbeModule {}
