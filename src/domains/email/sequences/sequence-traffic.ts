import { Injectable } from '@nestjs/common';
import { EnrolmentRepository } from './enrolments/enrolment.repository.js';
import { StepMailRepository } from './step-mail.repository.js';

/** Who is on the way through a sequence, and the mails to them that have not left: neither goes on without the other. */
@Injectable()
export class SequenceTraffic {
  constructor(
    private readonly enrolments: EnrolmentRepository,
    private readonly mails: StepMailRepository,
  ) {}

  /** All of a sequence wait, or go on. */
  async hold(ownerId: string, sequenceId: string, held: boolean): Promise<void> {
    await this.enrolments.holdAll(ownerId, sequenceId, held);
    await this.mails.holdAll(ownerId, sequenceId, held);
  }

  /** The sequence is over, or about to be deleted. */
  async stop(ownerId: string, sequenceId: string): Promise<void> {
    await this.enrolments.stopAll(ownerId, sequenceId);
    await this.mails.takeBackAll(ownerId, sequenceId);
  }

  /** These have left. */
  left(ownerId: string, enrolmentIds: readonly string[]): Promise<void> {
    return this.mails.takeBack(ownerId, enrolmentIds);
  }
}
