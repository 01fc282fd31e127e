import { Injectable } from '@nestjs/common';
import { ClockRole } from '#platform/clock/clock-role';
import { Heartbeat } from '#platform/clock/heartbeat';
import { HealthCheck } from '../health-check.js';

const LATE_MS = 10_000;

/** The ticks of this process come, where it keeps the clock. */
@Injectable()
export class ClockCheck extends HealthCheck {
  readonly name = 'clock';
  readonly essential = false;

  constructor(
    private readonly role: ClockRole,
    private readonly heartbeat: Heartbeat,
  ) {
    super();
  }

  get off(): string | null {
    return this.role.isOn ? null : 'ROLES';
  }

  async check(): Promise<void> {
    if (this.heartbeat.age > LATE_MS) throw new Error('The clock of this process has stopped ticking.');
  }
}
