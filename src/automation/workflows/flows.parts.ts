import type { Type } from '@nestjs/common';
import { provideAll } from '#platform/wiring/provide-all';
import { ApprovalController } from './approvals/approval.controller.js';
import { ApprovalMail } from './approvals/approval-mail.js';
import { ApprovalRepository } from './approvals/approval.repository.js';
import { ApprovalService } from './approvals/approval.service.js';
import { VideoCreatorController } from './built-ins/video-creator.controller.js';
import { VideoCreator } from './built-ins/video-creator.js';
import { Arming } from './definitions/arming.js';
import { DeepCheck } from './definitions/deep-check.js';
import { DefinitionBook } from './definitions/definition-book.js';
import { MailChecks } from './definitions/mail-checks.js';
import { PublishingController } from './definitions/publishing.controller.js';
import { Publishing } from './definitions/publishing.service.js';
import { VersionBook } from './definitions/version-book.js';
import { VersionRepository } from './definitions/version.repository.js';
import { WorkflowController } from './definitions/workflow.controller.js';
import { WorkflowRepository } from './definitions/workflow.repository.js';
import { WorkflowService } from './definitions/workflow.service.js';
import { Awakening } from './entries/awakening.js';
import { Doors } from './entries/doors.js';
import { EnterScheduledHandler } from './entries/enter-scheduled.handler.js';
import { Entries } from './entries/entries.service.js';
import { EntryClock } from './entries/entry.clock.js';
import { EntryRepository } from './entries/entry.repository.js';
import { EventRepository } from './entries/event.repository.js';
import { TakeEventsHandler } from './entries/take-events.handler.js';
import { ExecutionController } from './executions/execution.controller.js';
import { ExecutionRepository } from './executions/execution.repository.js';
import { ExecutionRetention } from './executions/execution-retention.js';
import { ExecutionService } from './executions/execution.service.js';
import { RunController } from './executions/run.controller.js';
import { Steering } from './executions/steering.js';
import { SteeringController } from './executions/steering.controller.js';
import { SteeringDesk } from './executions/steering-desk.js';
import { SteeringRepository } from './executions/steering.repository.js';
import { FigureRepository } from './figures/figure.repository.js';
import { FigureService } from './figures/figure.service.js';
import { AgentTaskNode } from './nodes/agent.node.js';
import { AiNode } from './nodes/ai.node.js';
import { ApprovalNode } from './nodes/approval.node.js';
import { BranchNode, EndNode, ExitNode, GoalNode, SplitNode, TriggerNode } from './nodes/choice.nodes.js';
import { LeadDeeds } from './nodes/lead-deeds.js';
import { AddTagNode, RemoveTagNode, ScoreNode, UpdateLeadNode } from './nodes/lead.nodes.js';
import { KeepContentNode, PostNode } from './nodes/library.nodes.js';
import { SendMailNode } from './nodes/mail.node.js';
import { RateRepository } from './nodes/rate.repository.js';
import { SubFlowNode } from './nodes/sub-flow.node.js';
import { VideoNode } from './nodes/video.node.js';
import { DelayNode, RateLimitNode, WaitForEventNode, WaitUntilNode } from './nodes/wait.nodes.js';
import { WebhookNode } from './nodes/webhook.node.js';
import { WebhookSigner } from './nodes/webhook-signer.js';
import { RehearsalController } from './rehearsal/rehearsal.controller.js';
import { RehearsalService } from './rehearsal/rehearsal.service.js';
import { Boarding } from './runs/boarding.js';
import { ClaimRepository } from './runs/claim.repository.js';
import { Engine } from './runs/engine.js';
import { OutsideCalls } from './runs/outside-calls.js';
import { RunClock } from './runs/run.clock.js';
import { AdvanceInstancesHandler, MakeCallsHandler } from './runs/run.handlers.js';
import { SettleRepository } from './runs/settle.repository.js';
import { OUTSIDE_WORKERS, type OutsideWorker, STEP_WORKERS, type StepWorker } from './runs/step-worker.js';

/** Who does the steps, type by type. To add one, write its class, and its shape in `steps/`. */
const NODES: readonly Type<StepWorker>[] = [
  TriggerNode,
  DelayNode,
  WaitUntilNode,
  WaitForEventNode,
  RateLimitNode,
  BranchNode,
  SplitNode,
  GoalNode,
  ExitNode,
  EndNode,
  SendMailNode,
  PostNode,
  UpdateLeadNode,
  AddTagNode,
  RemoveTagNode,
  ScoreNode,
  KeepContentNode,
  AgentTaskNode,
  ApprovalNode,
  SubFlowNode,
  VideoNode,
];
const OUTSIDE_NODES: readonly Type<OutsideWorker>[] = [AiNode, WebhookNode];

/** Those with a name of their own stand before `/api/workflows/:workflowId`. */
export const FLOW_CONTROLLERS = [
  ExecutionController,
  ApprovalController,
  SteeringController,
  RehearsalController,
  RunController,
  PublishingController,
  WorkflowController,
  VideoCreatorController,
];

export const FLOWS = [
  WorkflowRepository,
  VersionRepository,
  DefinitionBook,
  VersionBook,
  DeepCheck,
  MailChecks,
  Arming,
  Publishing,
  WorkflowService,
  EntryRepository,
  EventRepository,
  Entries,
  Doors,
  Awakening,
  EntryClock,
  TakeEventsHandler,
  EnterScheduledHandler,
  ClaimRepository,
  SettleRepository,
  Boarding,
  Engine,
  OutsideCalls,
  RunClock,
  AdvanceInstancesHandler,
  MakeCallsHandler,
  RateRepository,
  WebhookSigner,
  ...provideAll(STEP_WORKERS, NODES),
  ...provideAll(OUTSIDE_WORKERS, OUTSIDE_NODES),
  ExecutionRepository,
  ExecutionService,
  ExecutionRetention,
  SteeringRepository,
  Steering,
  SteeringDesk,
  ApprovalRepository,
  ApprovalService,
  ApprovalMail,
  LeadDeeds,
  RehearsalService,
  FigureRepository,
  FigureService,
  VideoCreator,
];
