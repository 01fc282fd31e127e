import { Module } from '@nestjs/common';
import { ScheduleModule } from '@nestjs/schedule';
import { JobsModule } from '#platform/jobs/jobs.module';
import { ClockRole } from './clock-role.js';
import { Heartbeat } from './heartbeat.js';
import { LookRepository } from './look.repository.js';
import { Lookout } from './lookout.js';
import { ExecutionRepository } from './schedules/execution.repository.js';
import { FiringEnds } from './schedules/firing-ends.js';
import { FiringRepository } from './schedules/firing.repository.js';
import { Firings } from './schedules/firings.js';
import { ScheduleRepository } from './schedules/schedule.repository.js';
import { Schedules } from './schedules/schedules.js';
import { SchedulesClock } from './schedules/schedules.clock.js';

const SCHEDULES = [
  ScheduleRepository,
  ExecutionRepository,
  FiringRepository,
  Firings,
  FiringEnds,
  Schedules,
  SchedulesClock,
];

/** The process's own ticks, and what is to be done at times that users have set. */
@Module({
  imports: [ScheduleModule.forRoot(), JobsModule],
  providers: [ClockRole, LookRepository, Lookout, Heartbeat, ...SCHEDULES],
  exports: [ClockRole, Heartbeat, Schedules],
})
export class ClockModule {}
