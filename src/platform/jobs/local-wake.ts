import { Injectable } from '@nestjs/common';

/** Lets a worker of this process look at its queue at once instead of at its next poll. */
@Injectable()
export class LocalWake {
  private readonly bells = new Map<string, () => void>();

  answer(jobName: string, look: () => void): void {
    this.bells.set(jobName, look);
  }

  ring(jobName: string): void {
    this.bells.get(jobName)?.();
  }
}
