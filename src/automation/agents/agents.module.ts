import { Module, type Type } from '@nestjs/common';
import { BrandModule } from '#domains/brand/brand.module';
import { ContentModule } from '#domains/content/content.module';
import { CampaignsModule } from '#domains/campaigns/campaigns.module';
import { EmailModule } from '#domains/email/email.module';
import { LeadsModule } from '#domains/leads/leads.module';
import { AiModule } from '#platform/ai/ai.module';
import { ClockModule } from '#platform/clock/clock.module';
import { JobsModule } from '#platform/jobs/jobs.module';
import { provideAll } from '#platform/wiring/provide-all';
import { WorkflowsModule } from '#automation/workflows/workflows.module';
import { AgentController } from './agent.controller.js';
import { AgentRegistry, AGENTS } from './agent.registry.js';
import { AgentService } from './agent.service.js';
import type { BaseAgent } from './base.agent.js';
import { BrandVoice } from './brand-voice.js';
import { ContentTaskController } from './doors/content-task.controller.js';
import { TaskDoor } from './doors/task-door.js';
import { CampaignAgent } from './roster/campaigns/campaign.agent.js';
import { CampaignReadings } from './roster/campaigns/campaign-readings.js';
import { CampaignWriter } from './roster/campaigns/campaign-writer.js';
import { ContentAgent } from './roster/content/content.agent.js';
import { ContentKeeper } from './roster/content/content-keeper.js';
import { Copywriter } from './roster/content/copywriter.js';
import { PieceWriter } from './roster/content/piece-writer.js';
import { EmailAgent } from './roster/email/email.agent.js';
import { EmailTasks } from './roster/email/email-tasks.js';
import { LeadAgent } from './roster/leads/lead.agent.js';
import { AnalyticsModule } from '#domains/analytics/analytics.module';
import { Analyst } from './roster/analytics/analyst.js';
import { AnalyticsAgent } from './roster/analytics/analytics.agent.js';
import { Forecaster } from './roster/analytics/forecaster.js';
import { MetricsOfRoomsModule } from './roster/analytics/metrics/metrics.module.js';
import { SocialModule } from '#domains/social/social.module';
import { PostWriter } from './roster/social/post-writer.js';
import { Replier } from './roster/social/replier.js';
import { SocialAgent } from './roster/social/social.agent.js';
import { McpClientModule } from '#platform/mcp-client/mcp-client.module';
import { SecretsModule } from '#platform/secrets/secrets.module';
import { McpAgent } from './roster/mcp/mcp.agent.js';
import { McpTools } from './roster/mcp/mcp-tools.js';
import { McpServerController } from './roster/mcp/servers/mcp-server.controller.js';
import { McpServerRepository } from './roster/mcp/servers/mcp-server.repository.js';
import { McpServers } from './roster/mcp/servers/mcp-server.service.js';
import { OpenClawController } from './openclaw/openclaw.controller.js';
import { OpenClawGateway } from './openclaw/openclaw-gateway.js';
import { OpenClawRepository } from './openclaw/openclaw.repository.js';
import { OpenClaw } from './openclaw/openclaw.service.js';
import { PublishingModule } from '#platform/publishing/publishing.module';
import { PublisherAgent } from './roster/publishing/publisher.agent.js';
import { PublisherController } from './roster/publishing/publisher.controller.js';
import { RunDecisions } from './runs/decision.service.js';
import { LeaseRepository } from './runs/lease.repository.js';
import { RunClock } from './runs/run.clock.js';
import { RunController } from './runs/run.controller.js';
import { RunEvents } from './runs/run-events.js';
import { RunExecutor } from './runs/run-executor.js';
import { ExecuteRunHandler, ResumeRunsHandler } from './runs/run.handlers.js';
import { RunRecords } from './runs/run-records.js';
import { RunRepository } from './runs/run.repository.js';
import { AgentRuns } from './runs/run.service.js';
import { RunWatch } from './runs/run-watch.js';
import { StepRepository } from './runs/step.repository.js';
import { AgentSettings } from './settings/agent-settings.service.js';
import { AgentSettingsRepository } from './settings/agent-settings.repository.js';

/** Every agent there is. To add one, write its class in roster/ and name it here. */
const ROSTER: readonly Type<BaseAgent>[] = [
  CampaignAgent,
  ContentAgent,
  EmailAgent,
  LeadAgent,
  AnalyticsAgent,
  SocialAgent,
  McpAgent,
  PublisherAgent,
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
  TaskDoor,
  Analyst,
  Forecaster,
  PostWriter,
  Replier,
];

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
    McpClientModule,
    SecretsModule,
    PublishingModule,
  ],
  controllers: [
    RunController,
    AgentController,
    ContentTaskController,
    McpServerController,
    OpenClawController,
    PublisherController,
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
