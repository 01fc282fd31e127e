import { Injectable } from '@nestjs/common';
import { Settings } from '#platform/config/settings';

/** Whether this process keeps the clock. A tick only asks for work; many clocks asking are settled by the queue. */
@Injectable()
export class ClockRole {
  constructor(private readonly settings: Settings) {}

  get isOn(): boolean {
    return this.settings.plays('clock');
  }
}
