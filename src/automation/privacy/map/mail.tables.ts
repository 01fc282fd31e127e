import { type MappedTable, ofParent, owned, SAYS_NOTHING } from './mapped-table.js';

const ADDRESS = { person: { address: 'email_norm' } } as const;
const BOTH = { person: { lead: 'lead_id', address: 'email_norm', own: ['email'] } } as const;
const SENDER = { person: { own: ['from_name', 'from_email', 'reply_to'] } } as const;
const TOLD = { person: { own: ['told_to'] } } as const;

/** Tables of campaigns and of mail. */
export const MAIL_TABLES: readonly MappedTable[] = [
  owned('campaign_alerts', 'user_id', TOLD),
  owned('campaign_approvals', 'created_by', { names: ['decided_by'] }),
  owned('campaign_estimates', 'created_by', { via: ['campaign_id', 'campaigns'] }),
  owned('campaign_execution_logs', 'user_id', { via: ['campaign_id', 'campaigns'] }),
  ofParent('campaign_metrics', ['campaign_id', 'campaigns']),
  ofParent('campaign_performance_metrics', ['campaign_id', 'campaigns']),
  owned('campaign_policies', 'user_id'),
  owned('campaign_spend', 'created_by'),
  owned('campaigns', 'created_by'),
  owned('email_allowances', 'created_by'),
  owned('email_anonymous_counts', 'created_by', { via: ['email_campaign_id', 'email_campaigns'] }),
  owned('email_blocks', 'created_by'),
  owned('email_breaker_trips', 'created_by', { names: ['acknowledged_by'], ...TOLD }),
  owned('email_campaigns', 'created_by', SENDER),
  owned('email_contents', 'created_by', { via: ['email_campaign_id', 'email_campaigns'] }),
  owned('email_event_endpoints', 'created_by', { leftOut: ['key'], ...SAYS_NOTHING }),
  owned('email_event_tokens', 'created_by', { leftOut: ['token'], ...SAYS_NOTHING }),
  owned('email_events', 'created_by'),
  owned('email_experiments', 'created_by', { names: ['decided_by'] }),
  owned('email_files', 'created_by'),
  owned('email_identities', 'created_by', SAYS_NOTHING),
  owned('email_links', 'created_by', { via: ['email_campaign_id', 'email_campaigns'] }),
  owned('email_messages', 'created_by', {
    via: ['email_campaign_id', 'email_campaigns'],
    names: ['resent_by'],
    ...BOTH,
  }),
  owned('email_pauses', 'created_by', ADDRESS),
  owned('email_routes', 'created_by', SAYS_NOTHING),
  owned('email_sequence_enrolments', 'created_by', { via: ['sequence_id', 'email_sequences'], ...BOTH }),
  owned('email_sequence_exits', 'created_by', {
    export: 'Notes for workers that are gone within seconds.',
    ...ADDRESS,
  }),
  owned('email_sequence_sends', 'created_by', { via: ['sequence_id', 'email_sequences'] }),
  owned('email_sequences', 'created_by'),
  owned('email_soft_bounces', 'created_by', ADDRESS),
  owned('email_suppression_removals', 'created_by', ADDRESS),
  owned('email_suppressions', 'created_by', ADDRESS),
  owned('email_template_versions', 'created_by', { via: ['template_id', 'email_templates'] }),
  owned('email_templates', 'created_by'),
  owned('email_test_days', 'created_by'),
  owned('email_topics', 'created_by'),
  owned('email_topics_declined', 'created_by', ADDRESS),
  owned('email_tracking_policies', 'created_by'),
  owned('email_transports', 'created_by', SAYS_NOTHING),
  owned('email_variants', 'created_by', {
    via: ['experiment_id', 'email_experiments'],
    person: { own: ['from_name'] },
  }),
];
