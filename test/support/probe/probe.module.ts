import { Module } from '@nestjs/common';
import { JobsModule } from '#platform/jobs/jobs.module';
import { ProbeController } from './probe.controller.js';
import { ErrandHandler } from './probe.jobs.js';

/** What a test adds to the application to look at the platform from outside. */
@Module({ imports: [JobsModule], controllers: [ProbeController], providers: [ErrandHandler] })
export class ProbeModule {}
