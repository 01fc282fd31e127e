import { Injectable } from '@nestjs/common';
import { Interval } from '@nestjs/schedule';
import { IsOptional } from 'class-validator';
import { ClockRole } from '#platform/clock/clock-role';
import { Handles } from '#platform/jobs/handles.decorator';
import { defineJob, type JobHandler } from '#platform/jobs/job';
import { Jobs } from '#platform/jobs/jobs';
import { ExportStore } from '../exports/export-store.js';
import { UploadStore } from './upload-store.js';

const TEN_MINUTES_MS = 10 * 60_000;

/** Nothing needs to be said to sweep. */
export class SweepUploads {
  @IsOptional()
  reason?: string;
}

const SweepUploadsJob = defineJob('leads.sweep-uploads', SweepUploads);

/** Asks every ten minutes for what uploads and exports have left behind to be removed. */
@Injectable()
export class UploadClock {
  constructor(
    private readonly jobs: Jobs,
    private readonly clock: ClockRole,
  ) {}

  @Interval(TEN_MINUTES_MS)
  async tick(): Promise<void> {
    if (!this.clock.isOn) return;
    await this.jobs.send(SweepUploadsJob, {}, { singletonKey: 'sweep', singletonSeconds: 540 });
  }
}

@Injectable()
@Handles(SweepUploadsJob)
export class SweepUploadsHandler implements JobHandler<SweepUploads> {
  constructor(
    private readonly uploads: UploadStore,
    private readonly exports: ExportStore,
  ) {}

  async handle(): Promise<void> {
    await this.uploads.sweep();
    await this.exports.sweep();
  }
}
