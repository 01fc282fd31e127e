import { Module, type Type } from '@nestjs/common';
import { CampaignsModule } from '#domains/campaigns/campaigns.module';
import { AiModule } from '#platform/ai/ai.module';
import { ClockModule } from '#platform/clock/clock.module';
import { JobsModule } from '#platform/jobs/jobs.module';
import { RetentionModule } from '#platform/retention/retention.module';
import { gather } from '#platform/wiring/provide-all';
import { AgentController } from './agent.controller.js';
import { AgentRegistry, AGENTS } from './agent.registry.js';
import { AgentService } from './agent.service.js';
import type { BaseAgent } from './base.agent.js';
import { AssistantTaskController } from './doors/assistant-task.controller.js';
import { CampaignTaskController } from './doors/campaign-task.controller.js';
import { ContentTaskController } from './doors/content-task.controller.js';
import { EmailTaskController } from './doors/email-task.controller.js';
import { ProposalTaskController } from './doors/proposal-task.controller.js';
import { PublisherController } from './doors/publisher.controller.js';
import { ResearchTaskController } from './doors/research-task.controller.js';
import { TaskDoor } from './doors/task-door.js';
import { OpenClawGatewayModule } from './openclaw/openclaw-gateway.module.js';
import { OpenClawController } from './openclaw/openclaw.controller.js';
import { OpenClaw } from './openclaw/openclaw.service.js';
import { AnalyticsAgentModule } from './roster/analytics/analytics-agent.module.js';
import { AnalyticsAgent } from './roster/analytics/analytics.agent.js';
import { AssistantAgentModule } from './roster/assistant/assistant-agent.module.js';
import { AssistantAgent } from './roster/assistant/assistant.agent.js';
import { CampaignAgentModule } from './roster/campaigns/campaign-agent.module.js';
import { CampaignAgent } from './roster/campaigns/campaign.agent.js';
import { ContentAgentModule } from './roster/content/content-agent.module.js';
import { ContentAgent } from './roster/content/content.agent.js';
import { EmailAgentModule } from './roster/email/email-agent.module.js';
import { EmailAgent } from './roster/email/email.agent.js';
import { KeywordAgentModule } from './roster/keywords/keyword-agent.module.js';
import { KeywordAgent } from './roster/keywords/keyword.agent.js';
import { LeadAgentModule } from './roster/leads/lead-agent.module.js';
import { LeadAgent } from './roster/leads/lead.agent.js';
import { McpAgentModule } from './roster/mcp/mcp-agent.module.js';
import { McpAgent } from './roster/mcp/mcp.agent.js';
import { ProposalAgentModule } from './roster/proposals/proposal-agent.module.js';
import { ProposalAgent } from './roster/proposals/proposal.agent.js';
import { PublisherAgentModule } from './roster/publishing/publisher-agent.module.js';
import { PublisherAgent } from './roster/publishing/publisher.agent.js';
import { ResearchAgent } from './roster/research/research.agent.js';
import { ResearchAgentsModule } from './roster/research/research-agents.module.js';
import { ScraperAgent } from './roster/research/scraper.agent.js';
import { SocialAgentModule } from './roster/social/social-agent.module.js';
import { SocialAgent } from './roster/social/social.agent.js';
import { RunDecisions } from './runs/decision.service.js';
import { LeaseRepository } from './runs/lease.repository.js';
import { RunEvents } from './runs/run-events.js';
import { RunExecutor } from './runs/run-executor.js';
import { RunRecords } from './runs/run-records.js';
import { RunWatch } from './runs/run-watch.js';
import { RunClock } from './runs/run.clock.js';
import { RunRetention } from './runs/run-retention.js';
import { RunController } from './runs/run.controller.js';
import { ExecuteRunHandler, ResumeRunsHandler } from './runs/run.handlers.js';
import { RunRepository } from './runs/run.repository.js';
import { AgentRuns } from './runs/run.service.js';
import { StepRepository } from './runs/step.repository.js';
import { AgentSettingsRepository } from './settings/agent-settings.repository.js';
import { AgentSettings } from './settings/agent-settings.service.js';

/** Every agent there is. To add one, write its class and its module in roster/ and name both here. */
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

/** Each agent with what it works with. */
const ROSTER_MODULES = [
  CampaignAgentModule,
  SocialAgentModule,
  ContentAgentModule,
  EmailAgentModule,
  LeadAgentModule,
  AnalyticsAgentModule,
  ProposalAgentModule,
  KeywordAgentModule,
  ResearchAgentsModule,
  PublisherAgentModule,
  McpAgentModule,
  AssistantAgentModule,
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
  RunRetention,
  ExecuteRunHandler,
  ResumeRunsHandler,
];

/** Workers with a name that take a task, do it step by step on their owner's data, and write down what they did. */
@Module({
  imports: [
    AiModule,
    JobsModule,
    ClockModule,
    RetentionModule,
    CampaignsModule,
    OpenClawGatewayModule,
    ...ROSTER_MODULES,
  ],
  controllers: [
    RunController,
    AssistantTaskController,
    CampaignTaskController,
    ContentTaskController,
    EmailTaskController,
    ProposalTaskController,
    ResearchTaskController,
    OpenClawController,
    PublisherController,
    AgentController,
  ],
  providers: [
    gather(AGENTS, ROSTER),
    AgentRegistry,
    TaskDoor,
    AgentRuns,
    AgentService,
    AgentSettings,
    AgentSettingsRepository,
    ...RUNS,
    OpenClaw,
  ],
  exports: [AgentRuns, AgentRegistry],
})
export class AgentsModule {}
