import type { Type } from '@nestjs/common';
import { provideAll } from '#platform/wiring/provide-all';
import { KeptAudience } from './audience/kept-audience.js';
import { PlanAudienceHandler } from './audience/plan-audience.handler.js';
import { CampaignExecutionController } from './campaign-execution.controller.js';
import { CampaignExecutor } from './campaign-executor.service.js';
import { CampaignRunner } from './campaign-runner.service.js';
import { type CampaignChannel, CHANNELS } from './channels/campaign-channel.js';
import { Channels } from './channels/channels.js';
import { ContentChannel } from './channels/content-channel.js';
import { EmailChannel } from './channels/email-channel.js';
import { MailWordsOfCampaign } from './channels/mail-words.js';
import { PostSchedules } from './channels/post-schedules.js';
import { SocialChannel } from './channels/social-channel.js';
import {
  CampaignDueHandler,
  ConsentWithdrawnHandler,
  MailingFinishedHandler,
  OverBudgetHandler,
  SettleCampaignHandler,
} from './execution.handlers.js';
import { FiguresController } from './figures/figures.controller.js';
import { CampaignFigures } from './figures/figures.service.js';

/** Every channel that campaigns are carried out on. To add one, write its class and name it here. */
const ALL_CHANNELS: readonly Type<CampaignChannel>[] = [EmailChannel, SocialChannel, ContentChannel];

/** What carries campaigns out. */
export const EXECUTION = [
  CampaignExecutor,
  CampaignRunner,
  Channels,
  PostSchedules,
  ...provideAll(CHANNELS, ALL_CHANNELS),
  KeptAudience,
  MailWordsOfCampaign,
  CampaignFigures,
  PlanAudienceHandler,
  CampaignDueHandler,
  SettleCampaignHandler,
  MailingFinishedHandler,
  OverBudgetHandler,
  ConsentWithdrawnHandler,
];

export const EXECUTION_CONTROLLERS = [CampaignExecutionController, FiguresController];
