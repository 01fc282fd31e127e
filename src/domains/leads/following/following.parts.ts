import { LeadBatchRepository } from '../batches/lead-batch.repository.js';
import { LeadBatches } from '../batches/lead-batch.service.js';
import { EngagementRepository } from '../engagements/engagement.repository.js';
import { EngagementService } from '../engagements/engagement.service.js';
import { FilterReaderService } from '../filters/filter-reader.service.js';
import { RulesInForce } from '../scoring/rules-in-force.js';
import { ScoreAllHandler } from '../scoring/score-all.handler.js';
import { ScoreRulesController } from '../scoring/score-rules.controller.js';
import { ScoreRulesService } from '../scoring/score-rules.service.js';
import { ScoreRunRepository } from '../scoring/score-run.repository.js';
import { ScoreRunService } from '../scoring/score-run.service.js';
import { ScoreVersionRepository } from '../scoring/score-version.repository.js';
import { ScoreController } from '../scoring/score.controller.js';
import { ScoreRepository } from '../scoring/score.repository.js';
import { ScoreService } from '../scoring/score.service.js';
import { EstimateRepository } from '../segments/estimate.repository.js';
import { EstimateService } from '../segments/estimate.service.js';
import { FillSegmentHandler } from '../segments/fill-segment.handler.js';
import { MemberRepository } from '../segments/member.repository.js';
import { SegmentController } from '../segments/segment.controller.js';
import { SegmentRepository } from '../segments/segment.repository.js';
import { SegmentService } from '../segments/segment.service.js';
import { LeadFeed } from '../telling/lead-feed.repository.js';
import { ChangeRepository } from './change.repository.js';
import { FollowChangesHandler } from './follow-changes.handler.js';
import { Follower } from './follower.js';
import { FollowingClock } from './following.clock.js';
import { WalkRepository } from './walk.repository.js';

/** Which leads are meant, and how well they fit: kept in step with what leads are and do. */
export const SEGMENTS_AND_SCORES = [
  FilterReaderService,
  SegmentRepository,
  SegmentService,
  MemberRepository,
  EstimateRepository,
  EstimateService,
  FillSegmentHandler,
  ScoreRepository,
  ScoreVersionRepository,
  ScoreRunRepository,
  RulesInForce,
  ScoreService,
  ScoreRulesService,
  ScoreRunService,
  ScoreAllHandler,
  EngagementRepository,
  EngagementService,
  ChangeRepository,
  WalkRepository,
  Follower,
  FollowChangesHandler,
  FollowingClock,
  LeadFeed,
  LeadBatchRepository,
  LeadBatches,
];

export const SEGMENT_AND_SCORE_CONTROLLERS = [SegmentController, ScoreRulesController, ScoreController];
