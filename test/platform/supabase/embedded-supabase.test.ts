import { createClient, type SupabaseClient } from '@supabase/supabase-js';
import type { TestApp } from '../../support/app.js';
import { sharedApp } from '../../support/kept-app.js';
import { ProbeModule } from '../../support/probe/probe.module.js';
import { onEmbedded, onPostgres } from '../../support/where.js';

let app: TestApp;
beforeAll(async () => {
  app = await sharedApp({ roles: 'web', modules: [ProbeModule] });
});
afterAll(() => app.close());

const PASSWORD = 'correct horse battery';
const client = () =>
  createClient(app.url, 'any-key', { auth: { persistSession: false, autoRefreshToken: false } });

async function signedUp(email: string): Promise<{ supabase: SupabaseClient; token: string; id: string }> {
  const supabase = client();
  const { data, error } = await supabase.auth.signUp({ email, password: PASSWORD });
  expect(error).toBeNull();
  return { supabase, token: data.session?.access_token ?? '', id: data.user?.id ?? '' };
}
const me = (token: string) => app.anonymous.get('/probe/me', { authorization: `Bearer ${token}` });

describe('supabase-js pointed at this server', () => {
  onEmbedded('signs up, in and out, refreshes, and its token opens our own routes', async () => {
    const { token, id } = await signedUp('ann@example.com');
    expect((await me(token)).body.data).toMatchObject({ id, email: 'ann@example.com', isAdmin: false });

    const supabase = client();
    const { data, error } = await supabase.auth.signInWithPassword({
      email: 'ann@example.com',
      password: PASSWORD,
    });
    expect(error).toBeNull();
    expect(data.user?.id).toBe(id);
    const refreshed = await supabase.auth.refreshSession();
    expect(refreshed.error).toBeNull();
    expect((await me(refreshed.data.session?.access_token ?? '')).body.data.id).toBe(id);
    expect((await supabase.auth.getUser()).data.user?.email).toBe('ann@example.com');
    const wrong = await client().auth.signInWithPassword({ email: 'ann@example.com', password: 'wrong' });
    expect(wrong.error?.status).toBe(400);
    expect(wrong.data.session).toBeNull();
  });

  onEmbedded('is answered without a body where there is none to give', async () => {
    const { supabase, id } = await signedUp('brief@example.com');
    const lead = { first_name: id, source: 'test', created_by: id };
    expect(await supabase.from('leads').insert(lead)).toMatchObject({ error: null, status: 201 });
    const changed = await supabase.from('leads').update({ last_name: 'B' }).eq('created_by', id);
    expect(changed).toMatchObject({ error: null, status: 204 });
    expect((await supabase.from('leads').select('last_name')).data).toEqual([{ last_name: 'B' }]);
    expect((await supabase.auth.signOut()).error).toBeNull();
  });

  onEmbedded('reads what became of its mail, and cannot rewrite it', async () => {
    const { supabase, id } = await signedUp('rewriter@example.com');
    const [mailing] = await app.sql<{ id: string }>(
      `insert into email_campaigns (campaign_id, created_by, name, subject_line, state, planned)
       values (gen_random_uuid(), $1, 'News', 'News', 'finished', true) returning id`,
      [id],
    );
    await app.sql(
      `insert into email_messages (id, email_campaign_id, campaign_id, created_by, email, email_norm, merge, state)
       values (gen_random_uuid(), $1, gen_random_uuid(), $2, 'a@example.com', 'a@example.com', '{}', 'sent')`,
      [mailing?.id, id],
    );
    expect((await supabase.from('email_messages').select('state')).data).toEqual([{ state: 'sent' }]);
    await supabase.from('email_messages').update({ state: 'queued' }).eq('created_by', id);
    await supabase.from('email_messages').delete().eq('created_by', id);
    await supabase.from('email_campaigns').update({ state: 'sending' }).eq('created_by', id);
    const suppressed = { created_by: id, email_norm: 'b@example.com', reason: 'manual', source: 'x' };
    expect((await supabase.from('email_suppressions').insert(suppressed)).error).not.toBeNull();
    expect(await app.sql('select state from email_messages where created_by = $1', [id])).toEqual([
      { state: 'sent' },
    ]);
    expect(await app.sql('select state from email_campaigns where created_by = $1', [id])).toEqual([
      { state: 'finished' },
    ]);
  });

  onEmbedded('reads and writes its own leads and nobody else’s', async () => {
    const [ann, bob] = [await signedUp('ann2@example.com'), await signedUp('bob2@example.com')];
    for (const { supabase, id } of [ann, bob]) {
      const { error } = await supabase
        .from('leads')
        .insert({ first_name: id, source: 'test', created_by: id });
      expect(error).toBeNull();
    }
    const { data } = await ann.supabase.from('leads').select('first_name, created_by');
    expect(data).toEqual([{ first_name: ann.id, created_by: ann.id }]);
    const forged = await ann.supabase
      .from('leads')
      .insert({ first_name: 'x', source: 'test', created_by: bob.id });
    expect(forged.error).not.toBeNull();
    await ann.supabase.from('leads').update({ first_name: 'stolen' }).eq('created_by', bob.id);
    await ann.supabase.from('leads').delete().eq('created_by', bob.id);
    expect((await bob.supabase.from('leads').select('first_name')).data).toEqual([{ first_name: bob.id }]);
    const nobody = await client().from('leads').select('*');
    expect(nobody.data ?? []).toEqual([]);
    for (const table of ['idempotency_keys', 'migrations', 'job'])
      expect((await ann.supabase.from(table).select('*')).error).not.toBeNull();
  });

  onEmbedded('leaves the one connection as clean as it found it, also beside our own requests', async () => {
    const ann = await signedUp('ann3@example.com');
    const own = await app.as(ann.id);
    const rounds = Array.from({ length: 10 }, async () => {
      const [mine, ours] = await Promise.all([
        ann.supabase.from('leads').select('id'),
        own.get('/probe/ask'),
      ]);
      expect([mine.error, ours.status]).toEqual([null, 200]);
      await ann.supabase.from('nowhere').select('id');
    });
    await Promise.all(rounds);
    const [row] = await app.sql(
      `select current_user::text as role, coalesce(current_setting('request.jwt.claims', true), '') as claims`,
    );
    expect(row).toEqual({ role: 'postgres', claims: '' });
  });

  onPostgres('finds no Supabase here beside a database of its own', async () => {
    expect((await app.anonymous.get('/auth/v1/health')).status).toBe(404);
    expect((await app.anonymous.get('/rest/v1/leads')).status).toBe(404);
  });
});
