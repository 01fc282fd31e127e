import { RouteBook } from '#domains/email/routing/route-book';
import type { WaitingGate } from './closed-gates.js';
import { MAIL } from './marketer.js';
import type { Stage } from './stage.js';

const FROM = 'news@shop.test';
const OURS = { content: { email: { ...MAIL.email, from_email: FROM } } };

const identity =
  ({ marketer, app }: Stage, limits: object) =>
  async () => {
    const wanted = { name: 'Shop', from_email: FROM, ...limits };
    const { body } = await marketer.client.post('/api/email/identities', wanted);
    await app.sql(`update email_identities set verified_at = now(), verified_by = 'link' where id = $1`, [
      body.data.id,
    ]);
  };
const identityId = async ({ marketer }: Stage) =>
  (await marketer.client.get('/api/email/identities')).body.data[0].id as string;
const changeIdentity = async (stage: Stage, change: object) =>
  stage.marketer.client.put(`/api/email/identities/${await identityId(stage)}`, change);

const transport =
  ({ marketer, sink }: Stage, limits: object) =>
  async () => {
    const options = { host: '127.0.0.1', port: sink.port, security: 'none' };
    await marketer.client.post('/api/email/transports', {
      name: 'Own',
      provider: 'smtp',
      options,
      ...limits,
    });
  };
const transportId = async ({ marketer }: Stage) =>
  (await marketer.client.get('/api/email/transports')).body.data[0].id as string;
const changeTransport = async (stage: Stage, change: object) =>
  stage.marketer.client.put(`/api/email/transports/${await transportId(stage)}`, change);

/** All of the day, and all of the minute, has been used by others. */
const useUp = ({ app, marketer }: Stage, subjectId: string) =>
  app.sql(
    `insert into email_allowances (subject_id, created_by, used, tokens) values ($1, $2, 1, 0)
     on conflict (subject_id) do update set used = 1, tokens = 0, tokens_at = now()`,
    [subjectId, marketer.id],
  );
const again = (stage: Stage, campaignId: string) =>
  stage.app.sql('update email_messages set due_at = now() where campaign_id = $1', [campaignId]);

const ofIdentity = (reason: string, limits: object): WaitingGate => ({
  gate: 'identity_limit',
  reason,
  fields: OURS,
  before: (stage) => identity(stage, limits)(),
  close: async (stage) => useUp(stage, await identityId(stage)),
  open: async (stage, id) => {
    await changeIdentity(stage, { per_day: null, per_minute: null, warm_up: null });
    await stage.settle(id, {});
  },
});

const ofTransport = (reason: string, limits: object): WaitingGate => ({
  gate: 'transport',
  reason,
  before: (stage) => transport(stage, limits)(),
  close: async (stage) => useUp(stage, await transportId(stage)),
  open: async (stage, id) => {
    await changeTransport(stage, { per_day: null, per_minute: null });
    await stage.settle(id, {});
  },
});

/** Gates that a mail meets as it leaves: as whom, and by which transports. */
export const LEAVING: readonly WaitingGate[] = [
  {
    gate: 'account',
    reason: 'account_at_rest',
    close: ({ marketer }) => marketer.client.post('/api/privacy/deletion', { confirmation: 'DELETE' }),
    open: ({ marketer }) => marketer.client.delete('/api/privacy/deletion'),
  },
  {
    gate: 'identity',
    reason: 'identity_unverified',
    fields: OURS,
    before: (stage) => identity(stage, {})(),
    close: (stage) =>
      stage.app.sql('update email_identities set verified_at = null where created_by = $1', [
        stage.marketer.id,
      ]),
    open: async (stage, id) => {
      await stage.app.sql('update email_identities set verified_at = now() where created_by = $1', [
        stage.marketer.id,
      ]);
      await again(stage, id);
    },
  },
  ofIdentity('daily_limit', { per_day: 1 }),
  ofIdentity('daily_limit', { warm_up: { from: '2100-01-01', start: 1, growth: 2, target: 100 } }),
  ofIdentity('throttle', { per_minute: 1 }),
  ofTransport('daily_limit', { per_day: 1 }),
  ofTransport('throttle', { per_minute: 1 }),
  {
    gate: 'transport',
    reason: 'transport',
    before: (stage) => transport(stage, {})(),
    close: async (stage) => {
      const mail = { stream: 'marketing', campaignId: null, identityId: null, recipientDomain: 'x' } as const;
      const { ways } = await stage.app.get(RouteBook).waysFor(stage.marketer.id, mail);
      for (const { rest } of ways) rest.note(false, 60);
    },
    open: async (stage, id) => {
      // As another transport it has not failed yet.
      await changeTransport(stage, { name: 'Again' });
      await stage.settle(id, {});
    },
  },
];
