import { Injectable, Logger } from '@nestjs/common';

/** How one attempt at a job ended. */
export interface JobEnding {
  readonly id: string;
  readonly attempt: number;
  /** No other attempt follows. */
  readonly isLast: boolean;
  /** Left out where the work was done. */
  readonly error?: unknown;
}

type Listener = (ending: JobEnding) => Promise<void>;

/**
 * Tells whoever keeps a record of certain jobs how their attempts end. An attempt whose process is gone is told by nobody:
 * `JobStates` knows of it.
 */
@Injectable()
export class JobEndings {
  private readonly logger = new Logger('Jobs');
  private readonly listeners = new Map<string, Listener>();

  listen(job: { readonly name: string }, listener: Listener): void {
    this.listeners.set(job.name, listener);
  }

  /** What a listener makes of it changes nothing about the job. */
  async tell(job: { readonly name: string }, ending: JobEnding): Promise<void> {
    try {
      await this.listeners.get(job.name)?.(ending);
    } catch (error) {
      this.logger.error({ err: error, job: job.name, id: ending.id }, 'The end of a job was not noted');
    }
  }
}
