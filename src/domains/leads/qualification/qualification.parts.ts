import { JudgementController } from './judgements/judgement.controller.js';
import { JudgementRepository } from './judgements/judgement.repository.js';
import { JudgementService } from './judgements/judgement.service.js';
import { ModelJudge } from './judgements/model-judge.js';
import { QualificationRepository } from './qualification.repository.js';
import { QualificationService } from './qualification.service.js';
import { RubricController } from './rubrics/rubric.controller.js';
import { RubricRepository } from './rubrics/rubric.repository.js';
import { RubricService } from './rubrics/rubric.service.js';

/** Whether leads are worth a talk. */
export const QUALIFICATION = [
  QualificationService,
  QualificationRepository,
  RubricRepository,
  RubricService,
  JudgementRepository,
  JudgementService,
  ModelJudge,
];

export const QUALIFICATION_CONTROLLERS = [RubricController, JudgementController];
