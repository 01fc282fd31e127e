import { Module } from '@nestjs/common';
import { DiscoveryModule } from '@nestjs/core';
import { JobEndings } from './job-endings.js';
import { AccountsModule } from '#platform/accounts/accounts.module';
import { JobTenants } from './job-tenants.js';
import { TenantJobs } from './tenant-jobs.js';
import { JobStates } from './job-states.js';
import { JobWorkers } from './job-workers.js';
import { Jobs } from './jobs.js';
import { LocalWake } from './local-wake.js';
import { Queue } from './queue.js';
import { QueueFigures } from './queue-figures.js';
import { QueueLook } from './queue-look.js';

/** Work that must happen later, kept in the same Postgres as the data it is about. */
@Module({
  imports: [DiscoveryModule, AccountsModule],
  providers: [
    Queue,
    QueueFigures,
    QueueLook,
    Jobs,
    JobEndings,
    JobStates,
    JobTenants,
    JobWorkers,
    LocalWake,
    TenantJobs,
  ],
  exports: [Jobs, JobEndings, JobStates, QueueFigures, TenantJobs],
})
export class JobsModule {}
