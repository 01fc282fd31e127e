import { Injectable } from '@nestjs/common';
import { CampaignApprovals } from '#domains/campaigns/approvals/approval.service';
import type { Campaign } from '#domains/campaigns/campaign.answers.dto';
import { ApprovalRequired } from '#domains/campaigns/campaign.errors';
import { type CampaignStatus, hasEnded, isFrozen } from '#domains/campaigns/campaign-state';
import { type CampaignPlan, planOf } from '#domains/campaigns/plan/campaign-plan';
import { PASS, type Verdict } from '#domains/email/delivery/gate';
import type { GateAnswer } from '#domains/email/inquiry/inquiry.dto';
import { answerOf, MailGates } from '#domains/email/inquiry/mail-gates.service';
import type { AudienceFilter } from '#domains/leads/audiences/audience';
import { LeadService } from '#domains/leads/lead.service';
import { groupOf } from '../execution/channels/channel-names.js';
import { AskedCampaigns } from './asked-campaign.service.js';
import type { CampaignExplanation } from './campaign-inquiry.dto.js';
import { toldRecipient } from './recipient-log.service.js';

const OVER: readonly CampaignStatus[] = ['completed', 'cancelled', 'archived'];
const OUTCOMES = { pass: 'would_be_sent', wait: 'waits', skip: 'would_be_skipped' } as const;

/** Tells why one lead gets a campaign's mail or does not: what delivery asks, asked without sending. */
@Injectable()
export class Explanations {
  constructor(
    private readonly campaigns: AskedCampaigns,
    private readonly leads: LeadService,
    private readonly mail: MailGates,
    private readonly approvals: CampaignApprovals,
  ) {}

  async explain(ownerId: string, campaignId: string, leadId: string): Promise<CampaignExplanation> {
    const { campaign, mail, audience } = await this.campaigns.get(ownerId, campaignId);
    const lead = await this.leads.get(ownerId, leadId);
    const { gates: asked, message } = await this.mail.explain(
      ownerId,
      { campaignId: campaign.id, settings: mail.settings, fromEmail: mail.fromEmail },
      { leadId: lead.id, email: lead.email ?? '' },
    );
    const isMeant = message !== undefined || (await this.isMeant(ownerId, audience, lead.id));
    const gates = [
      audienceGate(isMeant, message !== undefined),
      channelGate(planOf(campaign)),
      campaignGate(campaign, new Date()),
      await this.approvalGate(campaign),
      ...asked,
    ];
    const decisive = gates.find(({ verdict }) => verdict !== 'pass');
    const isOpen = message === undefined || message.state === 'queued' || message.state === 'claimed';
    return {
      campaign_id: campaign.id,
      lead_id: lead.id,
      email: lead.email,
      outcome: isOpen
        ? OUTCOMES[decisive?.verdict ?? 'pass']
        : (message.state as CampaignExplanation['outcome']),
      decided_by: isOpen ? (decisive?.gate ?? null) : gateOf(message.skip_reason),
      recipient: message ? toldRecipient(message) : null,
      gates,
    };
  }

  /** Asked by the launch, and again when the time of the campaign comes. */
  private async approvalGate(campaign: Campaign): Promise<GateAnswer> {
    const inputs = { approval: campaign.approval_state, launched: campaign.launched_at !== null };
    const isAdmitted = campaign.launched_at !== null || (await this.isAdmitted(campaign));
    const said: Verdict = isAdmitted ? PASS : { verdict: 'wait', reason: 'approval_required' };
    return answerOf('approval', inputs, said);
  }

  private async isAdmitted(campaign: Campaign): Promise<boolean> {
    try {
      if (isFrozen(campaign.status)) await this.approvals.refuseOtherWords(campaign);
      else await this.approvals.admit(campaign);
      return true;
    } catch (error) {
      if (error instanceof ApprovalRequired) return false;
      throw error;
    }
  }

  private async isMeant(ownerId: string, audience: AudienceFilter, leadId: string): Promise<boolean> {
    if (audience.leadIds && !audience.leadIds.includes(leadId)) return false;
    const found = await this.leads.audience(ownerId, { ...audience, leadIds: [leadId] }, null, 1);
    return found.length > 0;
  }
}

const GATES_BY_REASON: Readonly<Record<string, string>> = {
  no_consent: 'consent',
  lead_deleted: 'consent',
  invalid_address: 'address',
  suppressed: 'suppression',
  paused: 'preferences',
  topic_declined: 'preferences',
  frequency_cap: 'frequency_cap',
  campaign_stopped: 'campaign_active',
};

/** The gate that has skipped a mail, by the reason it left. */
function gateOf(reason: string | null): string | null {
  return GATES_BY_REASON[reason?.split(':')[0] ?? ''] ?? null;
}

/** Asked by the launch, which hands the campaign to the channels it names. */
function channelGate({ channels }: CampaignPlan): GateAnswer {
  const sendsMail = channels.some((channel) => groupOf(channel) === 'email');
  return answerOf(
    'channel',
    { channels },
    sendsMail ? PASS : { verdict: 'skip', reason: 'no_email_channel' },
  );
}

/** One that is over, or past its end date before it has begun, writes to nobody any more. */
function campaignGate(campaign: Campaign, now: Date): GateAnswer {
  const { status, end_date, launched_at } = campaign;
  const said: Verdict = OVER.includes(status)
    ? { verdict: 'skip', reason: `campaign_${status}` }
    : launched_at === null && hasEnded(campaign, now)
      ? { verdict: 'skip', reason: 'campaign_ended' }
      : PASS;
  return answerOf('campaign', { status, end_date }, said);
}

function audienceGate(isMeant: boolean, isAdded: boolean): GateAnswer {
  const inputs = { in_audience: isMeant, added_as_recipient: isAdded };
  return answerOf('audience', inputs, isMeant ? PASS : { verdict: 'skip', reason: 'not_in_audience' });
}
