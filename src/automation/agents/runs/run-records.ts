import { Injectable } from '@nestjs/common';
import { RunRepository } from './run.repository.js';
import { StepRepository } from './step.repository.js';

/** Where runs and their steps are kept. */
@Injectable()
export class RunRecords {
  constructor(
    readonly runs: RunRepository,
    readonly steps: StepRepository,
  ) {}
}
