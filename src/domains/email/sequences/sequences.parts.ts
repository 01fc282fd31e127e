import { DueEnrolmentRepository } from './enrolments/due-enrolment.repository.js';
import { EnrolmentController } from './enrolments/enrolment.controller.js';
import { EnterSegmentsHandler } from './enrolments/enter-segments.handler.js';
import { EnrolmentRepository } from './enrolments/enrolment.repository.js';
import { EnrolmentService } from './enrolments/enrolment.service.js';
import { RunSequencesHandler } from './enrolments/run-sequences.handler.js';
import { SequenceEntry } from './enrolments/sequence-entry.js';
import { SequenceRun } from './enrolments/sequence-run.js';
import { SequencesClock } from './enrolments/sequences.clock.js';
import { ExitRepository } from './exits/exit.repository.js';
import { SequenceExits } from './exits/sequence-exits.js';
import { SequenceController } from './sequence.controller.js';
import { SequenceRepository } from './sequence.repository.js';
import { SequenceService } from './sequence.service.js';
import { SequenceTraffic } from './sequence-traffic.js';
import { StepMailRepository } from './step-mail.repository.js';

/** Mails that follow each other, and who is on the way through them. */
export const SEQUENCES = [
  SequenceRepository,
  SequenceService,
  StepMailRepository,
  SequenceTraffic,
  EnrolmentRepository,
  SequenceEntry,
  EnrolmentService,
  EnterSegmentsHandler,
  DueEnrolmentRepository,
  ExitRepository,
  SequenceExits,
  SequenceRun,
  RunSequencesHandler,
  SequencesClock,
];

// `replies` stands before the sequences whose ids would take its path.
export const SEQUENCE_CONTROLLERS = [EnrolmentController, SequenceController];
