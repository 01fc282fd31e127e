import { type MappedTable, naming, nobodys, owned, SAYS_NOTHING } from './mapped-table.js';

const SEALED = ['encrypted_value', 'initialization_vector', 'key_id', 'format', 'fingerprint'];
const COUNTER = 'Counts of the platform, without words of the user.';

/** Tables of accounts and of the platform. */
export const PLATFORM_TABLES: readonly MappedTable[] = [
  owned('ai_budgets', 'user_id', { names: ['set_by'] }),
  nobodys('ai_model_configs', 'The catalogue of models, the same for everybody.', ['set_by']),
  nobodys('ai_model_update_logs', 'What was found when providers were asked for their models.'),
  owned('ai_spend', 'user_id'),
  // What models have cost the platform stays countable when nobody knows any more for whom they worked.
  owned('ai_usage', 'user_id', {
    fate: { is: 'anonymised', columns: ['user_id', 'run_id'] },
    ...SAYS_NOTHING,
  }),
  owned('api_key_events', 'user_id', SAYS_NOTHING),
  owned('api_keys', 'user_id', { leftOut: ['hash'], ...SAYS_NOTHING }),
  owned('data_deletion_requests', 'user_id'),
  owned('data_export_requests', 'user_id', { leftOut: ['download_url', 'attempt'] }),
  owned('erased_addresses', 'created_by', { leftOut: ['digest', 'key_id'], ...SAYS_NOTHING }),
  nobodys('openclaw_settings', 'How much of the work of agents is handed on, the same for everybody.', [
    'updated_by',
  ]),
  owned('person_erasures', 'user_id', { leftOut: ['sought'], ...SAYS_NOTHING }),
  owned('privacy_audit_log', 'user_id', SAYS_NOTHING),
  owned('profiles', 'id', SAYS_NOTHING),
  owned('retention_rules', 'user_id'),
  owned('retention_runs', 'user_id', SAYS_NOTHING),
  owned('secret_audit_logs', 'user_id', SAYS_NOTHING),
  owned('user_preferences', 'user_id', SAYS_NOTHING),
  owned('user_roles', 'user_id', SAYS_NOTHING),
  owned('user_secrets', 'user_id', { leftOut: SEALED, ...SAYS_NOTHING }),
  nobodys('app.account_closures', 'Tells that an account is closed; its id is emptied with its last row.'),
  nobodys('app.account_edition', 'One number of the platform.'),
  nobodys('app.account_erasures', 'Receipts of deletions; the id is emptied with the last row.'),
  nobodys('app.ai_default_budget', 'The default budget, the same for everybody.', ['set_by']),
  owned('app.ai_reservations', 'user_id', { export: COUNTER, ...SAYS_NOTHING }),
  owned('app.form_asks', 'created_by', { export: COUNTER, ...SAYS_NOTHING }),
  owned('app.form_notices', 'created_by', { export: COUNTER, ...SAYS_NOTHING }),
  nobodys('app.form_once', 'Digests of tokens that were used, until they expire.'),
  naming('app.idempotency_keys', 'scope', 'Answers that are kept for a day in case a request comes again.', {
    mentions: 'row',
  }),
  owned('app.knowledge_terms', 'created_by', {
    export: 'Words of documents, which stand in the documents.',
    ...SAYS_NOTHING,
  }),
  nobodys('app.mailboxes_read', 'How far mailboxes of the platform were read.'),
  nobodys('app.migrations', 'Which migrations have run.'),
  nobodys('app.mail_event_tokens', 'Tokens of a provider that were good once, for an hour.'),
  nobodys('app.mail_domains', 'Whether domains take mail, whoever has asked.'),
  naming('app.rate_windows', 'subject', 'Counts of requests, for minutes.', { mentions: 'never' }),
];
