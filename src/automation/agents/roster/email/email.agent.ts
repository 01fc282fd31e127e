import { Injectable } from '@nestjs/common';
import type { z } from 'zod';
import { CampaignService } from '#domains/campaigns/campaign.service';
import { EmailDeliveryService } from '#domains/email/email-delivery.service';
import { engagementScore, insightsOf } from '#domains/email/performance/mail-insights';
import { EmailTemplateService } from '#domains/email/templates/email-template.service';
import { CampaignExecutor } from '#automation/workflows/execution/campaign-executor.service';
import { defineTask } from '../../agent-task.js';
import { BaseAgent } from '../../base.agent.js';
import type { AgentRun } from '../../runs/agent-run.js';
import { Copywriter } from '../content/copywriter.js';
import * as forms from './email.forms.js';
import { EmailTasks } from './email-tasks.js';

const VARIABLE = /\{\{\s*([a-z_][a-z0-9_.]*)/gi;

/** Writes mail, tells when to send it and how it was received. */
@Injectable()
export class EmailAgent extends BaseAgent {
  readonly id = 'email';
  override readonly aliases = ['email_automation', 'email_agent', 'email_automation_agent'];
  readonly name = 'Email Automation Agent';
  readonly does =
    'Writes mail templates and campaigns, tests subject lines, finds the hour to send and reads the results.';
  override readonly taskAliases = {
    optimize_send_time: 'suggest_send_time',
    optimize_send_times: 'suggest_send_time',
  };

  readonly tasks;

  constructor(
    private readonly copywriter: Copywriter,
    private readonly templates: EmailTemplateService,
    private readonly campaigns: CampaignService,
    private readonly delivery: EmailDeliveryService,
    private readonly executor: CampaignExecutor,
    shared: EmailTasks,
  ) {
    super();
    this.tasks = {
      create_email_template: defineTask({
        does: 'Writes a mail from a brief and keeps it as a template.',
        risk: 'draft',
        input: forms.TemplateInput,
        output: forms.TemplateOutput,
        work: (run, input) => this.createTemplate(run, input),
      }),
      create_campaign: defineTask({
        does: 'Makes a mail campaign as a draft.',
        risk: 'draft',
        input: forms.CampaignInput,
        output: forms.CampaignOutput,
        work: (run, input) => this.createCampaign(run, input),
      }),
      send_campaign: defineTask({
        does: 'Launches a mail campaign: its mail goes out, or is scheduled when its start is still to come.',
        risk: 'outside',
        input: forms.SendInput,
        output: forms.SendOutput,
        work: (run, input) => this.send(run, input),
      }),
      get_campaign_metrics: defineTask({
        does: 'Counts how the mail of a campaign was received, and says what stands out.',
        risk: 'read',
        input: forms.MetricsInput,
        output: forms.MetricsOutput,
        work: (run, input) => this.metrics(run, input),
      }),
      generate_content: shared.content.generate_content,
      generate_ab_variants: shared.generate_ab_variants,
      suggest_send_time: shared.suggest_send_time,
    };
  }

  private async createTemplate(
    run: AgentRun,
    { name, type, brief, audience, tone }: z.output<typeof forms.TemplateInput>,
  ): Promise<z.input<typeof forms.TemplateOutput>> {
    const topic = `${type.replaceAll('_', ' ')} mail: ${brief}`;
    const { value, ai, voice } = await this.copywriter.email(run, { topic, audience, tone });
    const { subject_line: subject, html_content, text_content } = value;
    const template = await run.change(
      { key: 'keep the template', risk: 'draft', says: `Keep the template ${name}` },
      async () => {
        const kept = { name, email_type: type, subject, html_content, text_content };
        return { id: (await this.templates.add(run.userId, kept)).id };
      },
    );
    const variables = [...`${subject} ${html_content} ${text_content}`.matchAll(VARIABLE)].map(
      ([, word]) => word ?? '',
    );
    return {
      template_id: template.id,
      name,
      subject,
      html_content,
      text_content,
      variables: [...new Set(variables)],
      ai,
      provenance: run.provenance({ brandVersion: voice.version }),
    };
  }

  private createCampaign(
    run: AgentRun,
    { name, subject, content, lead_ids, tags, send_time }: z.output<typeof forms.CampaignInput>,
  ): Promise<z.input<typeof forms.CampaignOutput>> {
    const says = `Make the mail campaign ${name} as a draft`;
    return run.change(
      { key: 'make the campaign', risk: 'draft', input: { name, subject }, says },
      async () => {
        const campaign = await this.campaigns.create(run.userId, {
          name,
          type: 'email',
          channels: ['email'],
          content: { email: { subject_line: subject, body: content } },
          audience: { ...(lead_ids && { lead_ids }), ...(tags && { tags }) },
          ...(send_time !== undefined && { start_date: send_time }),
        });
        const { id, status, created_at } = campaign;
        return { id, name, status, created_at };
      },
    );
  }

  private async send(
    run: AgentRun,
    { campaign_id }: z.output<typeof forms.SendInput>,
  ): Promise<z.input<typeof forms.SendOutput>> {
    const { name } = await this.campaigns.get(run.userId, campaign_id);
    return run.change({ key: 'launch', risk: 'outside', says: `Send the campaign ${name}` }, async () => {
      const { campaign_status, message } = await this.executor.launch(run.userId, campaign_id);
      return { campaign_id, status: campaign_status, message };
    });
  }

  private async metrics(
    run: AgentRun,
    { campaign_id }: z.output<typeof forms.MetricsInput>,
  ): Promise<z.input<typeof forms.MetricsOutput>> {
    const report = await run.step({ key: 'read the report' }, () =>
      this.delivery.report(run.userId, campaign_id),
    );
    const { rates, delivered, opened, clicked } = report;
    const isKnown = opened !== null && clicked !== null;
    return {
      campaign_id,
      total_sent: report.delivered + report.bounced,
      total_delivered: report.delivered,
      total_opened: report.opened,
      total_clicked: report.clicked,
      total_bounced: report.bounced,
      total_unsubscribed: report.unsubscribed,
      delivery_rate: rates.delivery,
      open_rate: rates.open,
      click_rate: rates.click,
      bounce_rate: rates.bounce,
      unsubscribe_rate: rates.unsubscribe,
      engagement_score: isKnown ? engagementScore({ delivered, opened, clicked }) : null,
      readers_unknown: report.readers_unknown,
      insights: insightsOf(report),
    };
  }
}
