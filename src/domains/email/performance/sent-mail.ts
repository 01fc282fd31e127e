import { type RawBuilder, sql } from 'kysely';

/** Which messages count as sent, wherever mail is counted: a server has taken them, or their address has refused them for good. */
export function wasSent(messages: string): RawBuilder<boolean> {
  const [state, bounced] = [sql.ref(`${messages}.state`), sql.ref(`${messages}.bounced_at`)];
  return sql`(${state} = 'sent' or ${state} = 'failed' and ${bounced} is not null)`;
}
