import { Module } from '@nestjs/common';
import { DiscoveryModule } from '@nestjs/core';
import { JobWorkers } from './job-workers.js';
import { Jobs } from './jobs.js';
import { LocalWake } from './local-wake.js';
import { Queue } from './queue.js';
import { QueueFigures } from './queue-figures.js';

/** Work that must happen later, kept in the same Postgres as the data it is about. */
@Module({
  imports: [DiscoveryModule],
  providers: [Queue, QueueFigures, Jobs, JobWorkers, LocalWake],
  exports: [Jobs, QueueFigures],
})
export class JobsModule {}
