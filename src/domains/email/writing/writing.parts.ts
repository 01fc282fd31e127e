import { CampaignFiguresController } from '../performance/campaign-figures.controller.js';
import { CampaignFiguresRepository } from '../performance/campaign-figures.repository.js';
import { CampaignFigures } from '../performance/campaign-figures.service.js';
import { AttachedFiles } from '../files/attached-files.js';
import { FileController } from '../files/file.controller.js';
import { FileRepository } from '../files/file.repository.js';
import { MailFiles } from '../files/file.service.js';
import { SendTimeController } from '../performance/send-time.controller.js';
import { SendTimeRepository } from '../performance/send-time.repository.js';
import { SendTimes } from '../performance/send-time.service.js';
import { VersionScores } from '../performance/version-scores.repository.js';
import { StandingMailingRepository } from '../standing/standing-mailing.repository.js';
import { StandingMailings } from '../standing/standing-mailings.service.js';
import { BlockController } from '../templates/blocks/block.controller.js';
import { BlockRepository } from '../templates/blocks/block.repository.js';
import { BlockService } from '../templates/blocks/block.service.js';
import { EmailTemplateController } from '../templates/email-template.controller.js';
import { EmailTemplateRepository } from '../templates/email-template.repository.js';
import { EmailTemplateService } from '../templates/email-template.service.js';
import { MjmlCompiler } from '../templates/mjml/mjml-compiler.js';
import { PreviewController } from '../templates/preview/preview.controller.js';
import { PreviewService } from '../templates/preview/preview.service.js';
import { TemplateMaker } from '../templates/template-maker.js';
import { TemplateVersionController } from '../templates/versions/template-version.controller.js';
import { TemplateVersionRepository } from '../templates/versions/template-version.repository.js';
import { TemplateVersionService } from '../templates/versions/template-version.service.js';
import { SendController } from '../transactional/send.controller.js';
import { SentMailRepository } from '../transactional/sent-mail.repository.js';
import { SingleMails } from '../transactional/single-mails.service.js';
import { MailBlocks } from './mail-blocks.js';
import { MailComposer } from './mail-composer.js';

/** What is written in mails, single mails, and how mail was received. */
export const WRITING = [
  FileRepository,
  MailFiles,
  AttachedFiles,
  BlockRepository,
  BlockService,
  MailBlocks,
  MjmlCompiler,
  TemplateMaker,
  EmailTemplateRepository,
  EmailTemplateService,
  TemplateVersionRepository,
  TemplateVersionService,
  PreviewService,
  MailComposer,
  StandingMailingRepository,
  StandingMailings,
  SentMailRepository,
  SingleMails,
  SendTimeRepository,
  SendTimes,
  VersionScores,
  CampaignFiguresRepository,
  CampaignFigures,
];

export const WRITING_CONTROLLERS = [
  BlockController,
  PreviewController,
  EmailTemplateController,
  TemplateVersionController,
  CampaignFiguresController,
  SendController,
  SendTimeController,
  FileController,
];
