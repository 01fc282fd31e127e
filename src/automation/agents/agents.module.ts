import { Module, type Type } from '@nestjs/common';
import { WorkflowsModule } from '#automation/workflows/workflows.module';
import { AnalyticsModule } from '#domains/analytics/analytics.module';
import { BrandModule } from '#domains/brand/brand.module';
import { CampaignsModule } from '#domains/campaigns/campaigns.module';
import { ContentModule } from '#domains/content/content.module';
import { EmailModule } from '#domains/email/email.module';
import { KeywordResearchModule } from '#domains/keyword-research/keyword-research.module';
import { KnowledgeModule } from '#domains/knowledge/knowledge.module';
import { LeadsModule } from '#domains/leads/leads.module';
import { ProposalsModule } from '#domains/proposals/proposals.module';
import { ResearchModule } from '#domains/research/research.module';
import { SocialModule } from '#domains/social/social.module';
import { AiModule } from '#platform/ai/ai.module';
import { ClockModule } from '#platform/clock/clock.module';
import { JobsModule } from '#platform/jobs/jobs.module';
import { McpClientModule } from '#platform/mcp-client/mcp-client.module';
import { PublishingModule } from '#platform/publishing/publishing.module';
import { SecretsModule } from '#platform/secrets/secrets.module';
import { provideAll } from '#platform/wiring/provide-all';
import { AgentController } from './agent.controller.js';
import { AgentRegistry, AGENTS } from './agent.registry.js';
import { AgentService } from './agent.service.js';
import type { BaseAgent } from './base.agent.js';
import { BrandVoice } from './brand-voice.js';
import { AssistantTaskController } from './doors/assistant-task.controller.js';
import { ContentTaskController } from './doors/content-task.controller.js';
import { ProposalTaskController } from './doors/proposal-task.controller.js';
import { ResearchTaskController } from './doors/research-task.controller.js';
import { TaskDoor } from './doors/task-door.js';
import { OpenClawGateway } from './openclaw/openclaw-gateway.js';
import { OpenClawController } from './openclaw/openclaw.controller.js';
import { OpenClawRepository } from './openclaw/openclaw.repository.js';
import { OpenClaw } from './openclaw/openclaw.service.js';
import { Analyst } from './roster/analytics/analyst.js';
import { AnalyticsAgent } from './roster/analytics/analytics.agent.js';
import { Forecaster } from './roster/analytics/forecaster.js';
import { MetricsOfRoomsModule } from './roster/analytics/metrics/metrics.module.js';
import { AssistantLookUps } from './roster/assistant/assistant-look-ups.js';
import { AssistantAgent } from './roster/assistant/assistant.agent.js';
import { PerformanceExplainer } from './roster/assistant/performance-explainer.js';
import { CampaignReadings } from './roster/campaigns/campaign-readings.js';
import { CampaignWriter } from './roster/campaigns/campaign-writer.js';
import { CampaignAgent } from './roster/campaigns/campaign.agent.js';
import { ContentKeeper } from './roster/content/content-keeper.js';
import { ContentAgent } from './roster/content/content.agent.js';
import { Copywriter } from './roster/content/copywriter.js';
import { PieceWriter } from './roster/content/piece-writer.js';
import { EmailTasks } from './roster/email/email-tasks.js';
import { EmailAgent } from './roster/email/email.agent.js';
import { KeywordAgent } from './roster/keywords/keyword.agent.js';
import { LeadAgent } from './roster/leads/lead.agent.js';
import { McpTools } from './roster/mcp/mcp-tools.js';
import { McpAgent } from './roster/mcp/mcp.agent.js';
import { McpServerController } from './roster/mcp/servers/mcp-server.controller.js';
import { McpServerRepository } from './roster/mcp/servers/mcp-server.repository.js';
import { McpServers } from './roster/mcp/servers/mcp-server.service.js';
import { ProposalAgent } from './roster/proposals/proposal.agent.js';
import { PublisherAgent } from './roster/publishing/publisher.agent.js';
import { PublisherController } from './roster/publishing/publisher.controller.js';
import { ResearchAgent } from './roster/research/research.agent.js';
import { ScraperAgent } from './roster/research/scraper.agent.js';
import { PostWriter } from './roster/social/post-writer.js';
import { Replier } from './roster/social/replier.js';
import { SocialAgent } from './roster/social/social.agent.js';
import { RunDecisions } from './runs/decision.service.js';
import { LeaseRepository } from './runs/lease.repository.js';
import { RunEvents } from './runs/run-events.js';
import { RunExecutor } from './runs/run-executor.js';
import { RunRecords } from './runs/run-records.js';
import { RunWatch } from './runs/run-watch.js';
import { RunClock } from './runs/run.clock.js';
import { RunController } from './runs/run.controller.js';
import { ExecuteRunHandler, ResumeRunsHandler } from './runs/run.handlers.js';
import { RunRepository } from './runs/run.repository.js';
import { AgentRuns } from './runs/run.service.js';
import { StepRepository } from './runs/step.repository.js';
import { AgentSettingsRepository } from './settings/agent-settings.repository.js';
import { AgentSettings } from './settings/agent-settings.service.js';

/** Every agent there is. To add one, write its class in roster/ and name it here. */
const ROSTER: readonly Type<BaseAgent>[] = [
  CampaignAgent,
  SocialAgent,
  ContentAgent,
  EmailAgent,
  LeadAgent,
  AnalyticsAgent,
  ProposalAgent,
  KeywordAgent,
  ScraperAgent,
  ResearchAgent,
  PublisherAgent,
  McpAgent,
  AssistantAgent,
];

/** What agents work with. */
const SKILLS = [
  BrandVoice,
  Copywriter,
  ContentKeeper,
  PieceWriter,
  EmailTasks,
  CampaignReadings,
  CampaignWriter,
  Analyst,
  Forecaster,
  PostWriter,
  Replier,
  AssistantLookUps,
  PerformanceExplainer,
  TaskDoor,
];

const OPENCLAW = [OpenClaw, OpenClawGateway, OpenClawRepository];

const MCP = [McpServers, McpServerRepository, McpTools];

const RUNS = [
  RunRepository,
  StepRepository,
  LeaseRepository,
  RunRecords,
  RunWatch,
  RunExecutor,
  RunDecisions,
  RunEvents,
  RunClock,
  ExecuteRunHandler,
  ResumeRunsHandler,
];

/** Workers with a name that take a task, do it step by step on their owner's data, and write down what they did. */
@Module({
  imports: [
    AiModule,
    JobsModule,
    ClockModule,
    WorkflowsModule,
    BrandModule,
    CampaignsModule,
    ContentModule,
    EmailModule,
    LeadsModule,
    AnalyticsModule,
    MetricsOfRoomsModule,
    SocialModule,
    KeywordResearchModule,
    KnowledgeModule,
    ProposalsModule,
    ResearchModule,
    McpClientModule,
    SecretsModule,
    PublishingModule,
  ],
  controllers: [
    RunController,
    AssistantTaskController,
    ContentTaskController,
    ProposalTaskController,
    ResearchTaskController,
    McpServerController,
    OpenClawController,
    PublisherController,
    AgentController,
  ],
  providers: [
    ...provideAll(AGENTS, ROSTER),
    ...SKILLS,
    AgentRegistry,
    AgentRuns,
    AgentService,
    AgentSettings,
    AgentSettingsRepository,
    ...RUNS,
    ...MCP,
    ...OPENCLAW,
  ],
  exports: [AgentRuns, AgentRegistry],
})
export class AgentsModule {}
