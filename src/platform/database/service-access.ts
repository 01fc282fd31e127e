/**
 * The only reasons for which work may run as `service_role`, past row-level security. Each is a place where no single
 * tenant is asking: adding one is a visible line in a review.
 */
export type ServiceReason =
  /** Reads and writes of the platform's own tables: idempotency keys, rate windows. */
  | 'platform.bookkeeping'
  /** Records of every tenant are deleted once they are older than the settings keep them. */
  | 'platform.retention'
  /** pg-boss reads and writes its queue tables. */
  | 'jobs.queue'
  /** Readiness asks the database whether it answers. */
  | 'health.probe'
  /** The sealed keys of one named user are read: a column that no token may read, not even the user's own. */
  | 'secrets.open'
  /** A worker seals keys of all users anew under the current master key. */
  | 'secrets.reseal'
  /** A visitor's submission is stored under the owner named by the form. */
  | 'leads.capture'
  /** Before mail is handed over, leads of every tenant are asked for withdrawn consent. */
  | 'leads.consent'
  /** The clock asks which tenants have mail that is due. */
  | 'email.due'
  /** A worker claims due mail of every tenant. */
  | 'email.claim'
  /** The clock asks for due content of every tenant, and a worker publishes it. */
  | 'content.publish'
  /** Content of every tenant that was written past the application is measured. */
  | 'content.measure'
  /** The model catalogue, which is the same for every tenant, is read; administrators and the monthly check change it. */
  | 'ai.models'
  /** What AI calls of every tenant used is written in batches, beside what they spent. */
  | 'ai.usage'
  /** AI budgets of every tenant are held against what is spent; administrators read and set them. */
  | 'ai.budgets'
  /** A process looks after the runs it works on, and finds those whose process is gone, whoever's they are. */
  | 'agents.leases'
  /** The settings of the OpenClaw router, which are the same for every tenant, are read; administrators change them. */
  | 'agents.openclaw'
  /** What is logged of knowledge searches is removed for everybody when it is old. */
  | 'knowledge.sweep'
  /** An open, a click or an unsubscription is recorded for the message named by a signed link. */
  | 'email.track';
