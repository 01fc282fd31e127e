import { Module } from '@nestjs/common';
import { JobsModule } from '#platform/jobs/jobs.module';
import { ErrandHandler } from './probe.jobs.js';

/** The probe's job. Test files share a process, so what one declared must have its handler in the applications of all. */
@Module({ imports: [JobsModule], providers: [ErrandHandler], exports: [ErrandHandler] })
export class ErrandModule {}
