import { ConfirmationLinks } from '../confirmations/confirmation-links.js';
import { ConfirmationRequests } from '../confirmations/confirmation-requests.js';
import { ConfirmationController } from '../confirmations/confirmation.controller.js';
import { ConfirmationRepository } from '../confirmations/confirmation.repository.js';
import { ConfirmationService } from '../confirmations/confirmation.service.js';
import { FormMailClock } from '../form-mails/form-mail.clock.js';
import { FormMailRepository } from '../form-mails/form-mail.repository.js';
import { FormMailer } from '../form-mails/form-mailer.js';
import { SendFormMailsHandler } from '../form-mails/send-form-mails.handler.js';
import { CaptureRetention } from '../protection/capture-retention.js';
import { FormLimit } from '../protection/form-limit.js';
import { OnceRepository } from '../protection/once.repository.js';
import { ProofOfWork } from '../protection/proof-of-work.js';
import { InboundController } from '../sources/inbound.controller.js';
import { InboundService } from '../sources/inbound.service.js';
import { SourceController } from '../sources/source.controller.js';
import { SourceRepository } from '../sources/source.repository.js';
import { SourceService } from '../sources/source.service.js';
import { CaptureBatcher } from '../submissions/capture-batcher.js';
import { CaptureRepository } from '../submissions/capture.repository.js';
import { SubmissionController } from '../submissions/submission.controller.js';
import { SubmissionService } from '../submissions/submission.service.js';
import { FormPageController } from './form-page.controller.js';
import { FormProtection } from './form-protection.js';
import { FormController } from './form.controller.js';
import { FormRepository } from './form.repository.js';
import { FormService } from './form.service.js';
import { PublishedForms } from './published-forms.js';

/** How leads come in by themselves: forms, what is sent from them, the mails in between, and other systems. */
export const FORMS = [
  FormService,
  FormRepository,
  PublishedForms,
  FormProtection,
  OnceRepository,
  ProofOfWork,
  FormLimit,
  SubmissionService,
  CaptureBatcher,
  CaptureRepository,
  CaptureRetention,
  ConfirmationLinks,
  ConfirmationRepository,
  ConfirmationService,
  ConfirmationRequests,
  FormMailRepository,
  FormMailer,
  FormMailClock,
  SendFormMailsHandler,
  SourceRepository,
  SourceService,
  InboundService,
];

export const FORM_CONTROLLERS = [
  FormController,
  FormPageController,
  SubmissionController,
  ConfirmationController,
  SourceController,
  InboundController,
];
