import { Module } from '@nestjs/common';
import { ScheduleModule } from '@nestjs/schedule';
import { ClockRole } from './clock-role.js';

/** The process's own ticks. */
@Module({
  imports: [ScheduleModule.forRoot()],
  providers: [ClockRole],
  exports: [ClockRole],
})
export class ClockModule {}
