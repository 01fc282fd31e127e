/**
 * The only reasons for which work may run as `service_role`, past row-level security. Each is a place where no single
 * tenant is asking: adding one is a visible line in a review.
 */
export type ServiceReason =
  /** Reads and writes of the platform's own tables: idempotency keys, rate windows. */
  | 'platform.bookkeeping'
  /** Records of every tenant are deleted once they are older than the settings keep them. */
  | 'platform.retention'
  /** A key that was sent is looked up by its id, whoever's it is; when keys were used is written for many at once. */
  | 'auth.api-keys'
  /** It is read and noted which accounts rest or are closed. */
  | 'accounts.closures'
  /** Rows of one closed account are deleted, from every table. */
  | 'privacy.erase'
  /** Everything of one user is read for a file of theirs, also what no token may read. */
  | 'privacy.export'
  /** The clock asks for exports and deletions of every account that wait for a worker. */
  | 'privacy.due'
  /** Mail of every tenant is held against addresses that were erased. */
  | 'privacy.erased'
  /** The clock asks whether anything of any tenant is due. */
  | 'clock.look'
  /** The clock claims due schedules of every tenant, and notes how what they fired ended. */
  | 'clock.schedules'
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
  /** Mails that forms of every tenant have to send, to visitors and to the form's owner, are claimed when they are due. */
  | 'leads.mails'
  /** Before mail is handed over, leads of every tenant are asked for withdrawn consent. */
  | 'leads.consent'
  /** Addresses of leads of every tenant are judged, and name servers asked for their domains. */
  | 'leads.addresses'
  /** A worker takes up what has changed of leads of every tenant, and what time has changed. */
  | 'leads.follow'
  /** What happened to leads of every tenant is told to workflows. */
  | 'leads.tell'
  /** A worker asks which tenants have instances of workflows that are due. */
  | 'workflows.due'
  /** A worker adds up what has changed in the numbers of leads of every tenant. */
  | 'leads.count'
  /** What has happened for every tenant is taken to be told to other systems. */
  | 'events.tell'
  /** A worker claims due deliveries of every tenant's webhooks, and notes what became of them. */
  | 'webhooks.deliver'
  /** Opens and clicks of every tenant's mail are told to leads. */
  | 'email.tell'
  /** A worker claims due mail of every tenant. */
  | 'email.claim'
  /** A user decides about a campaign of an owner who has named them as an approver. */
  | 'campaigns.approve'
  /** The clock asks for due campaigns of every tenant, and a worker hands each to a job of its tenant's. */
  | 'campaigns.due'
  /** The clock asks for due steps of sequences of every tenant, and a worker claims them. */
  | 'email.sequences'
  /** Tokens of every tenant that end soon are found, and each is replaced as its tenant. */
  | 'integrations.refresh'
  /** A worker claims due posts of every tenant, finds those whose process is gone, and those to be asked after. */
  | 'social.publish'
  /** The clock asks for due content of every tenant, and a worker publishes it. */
  | 'content.publish'
  /** Content of every tenant that was written past the application is measured. */
  | 'content.measure'
  /** The clock asks for due readings of every tenant, and a worker hands each to a job of its tenant's. */
  | 'research.schedules'
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
  /** Administrators work on tickets of everybody; what strangers write to the desk, by form, link or mail, is kept. */
  | 'support.desk'
  /** Mails of the desk about tickets of everybody, due times that have passed, and what rules look at are claimed when due. */
  | 'support.due'
  /** The clock asks for clips of videos of every tenant that are due, and a worker takes them up. */
  | 'ai-video.clips'
  /** What is logged of knowledge searches is removed for everybody when it is old. */
  | 'knowledge.sweep'
  /** An open, a click or an unsubscription is recorded for the message named by a signed link. */
  | 'email.track';
