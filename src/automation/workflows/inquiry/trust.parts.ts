import { CampaignBreakerController } from '../breaker/campaign-breaker.controller.js';
import { CampaignBreaker } from '../breaker/campaign-breaker.service.js';
import { MailingTrippedHandler } from '../breaker/mailing-tripped.handler.js';
import { AudienceWalk } from '../estimates/audience-walk.js';
import { EstimateAudienceHandler } from '../estimates/estimate-audience.handler.js';
import { EstimateController } from '../estimates/estimate.controller.js';
import { EstimateRepository } from '../estimates/estimate.repository.js';
import { Estimates } from '../estimates/estimate.service.js';
import { CampaignCopies } from '../experiments/campaign-copies.service.js';
import { CampaignCopyController } from '../experiments/campaign-copy.controller.js';
import { CampaignExperimentController } from '../experiments/campaign-experiment.controller.js';
import { CampaignExperiments } from '../experiments/campaign-experiment.service.js';
import { SimulationController } from '../simulation/simulation.controller.js';
import { Simulations } from '../simulation/simulation.service.js';
import { AskedCampaigns } from './asked-campaign.service.js';
import { CampaignInquiryController } from './campaign-inquiry.controller.js';
import { Explanations } from './explanation.service.js';
import { RecipientLog } from './recipient-log.service.js';
import { Rehearsals } from './rehearsal.service.js';

/** Why a marketer may trust a campaign: what is asked of it before, while and after it is sent. */
export const TRUST = [
  AskedCampaigns,
  RecipientLog,
  Explanations,
  Rehearsals,
  AudienceWalk,
  EstimateRepository,
  Estimates,
  EstimateAudienceHandler,
  Simulations,
  CampaignExperiments,
  CampaignCopies,
  CampaignBreaker,
  MailingTrippedHandler,
];

export const TRUST_CONTROLLERS = [
  CampaignInquiryController,
  EstimateController,
  SimulationController,
  CampaignExperimentController,
  CampaignCopyController,
  CampaignBreakerController,
];
