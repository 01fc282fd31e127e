import { Injectable } from '@nestjs/common';
import { Interval } from '@nestjs/schedule';

/** Whether the ticks of this process come. */
@Injectable()
export class Heartbeat {
  private at = Date.now();

  @Interval(1_000)
  beat(): void {
    this.at = Date.now();
  }

  /** Milliseconds since the last tick. */
  get age(): number {
    return Date.now() - this.at;
  }
}
