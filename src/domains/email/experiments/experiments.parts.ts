import { DecideExperimentsHandler } from './decide-experiments.handler.js';
import { ExperimentClock } from './experiment.clock.js';
import { ExperimentRepository } from './experiment.repository.js';
import { MailingDrafts } from './mailing-drafts.service.js';
import { ExperimentService } from './experiment.service.js';
import { TestedMailRepository } from './tested-mail.repository.js';

/** Tests of variants of a mailing. */
export const EXPERIMENTS = [
  ExperimentRepository,
  TestedMailRepository,
  ExperimentService,
  MailingDrafts,
  DecideExperimentsHandler,
  ExperimentClock,
];
