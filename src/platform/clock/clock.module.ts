import { Module } from '@nestjs/common';
import { ScheduleModule } from '@nestjs/schedule';
import { ClockRole } from './clock-role.js';
import { Heartbeat } from './heartbeat.js';

/** The process's own ticks. */
@Module({
  imports: [ScheduleModule.forRoot()],
  providers: [ClockRole, Heartbeat],
  exports: [ClockRole, Heartbeat],
})
export class ClockModule {}
