import { Database } from '#platform/database/database';
import type { TestApp } from '../../support/app.js';
import type { TestClient } from '../../support/client.js';
import { sharedApp } from '../../support/kept-app.js';
import { makeForm } from './forms.makers.js';
import { newLead } from './leads.makers.js';

let app: TestApp;

beforeAll(async () => {
  app = await sharedApp();
});
afterAll(async () => {
  await app.close();
});

describe('a visitor ticks a box that asks for consent', () => {
  const fields = [
    { name: 'news', type: 'checkbox', label: 'Write to me', consent: true },
    { name: 'calls', type: 'checkbox', label: 'Call me', consent: true, purpose: 'phone' },
    { name: 'old', type: 'checkbox', label: 'I am over 18' },
    { name: 'marketing_consent', type: 'checkbox', label: 'Write to me, too' },
  ];
  const proofsOf = async (client: TestClient, leadId: string) =>
    (await client.get(`/api/leads/${leadId}/consents`)).body.data;

  it('and the lead has proofs of each with the words, the time, the network address and the form', async () => {
    const { client, form, leads, submit } = await makeForm(app, { fields });
    expect(form.fields).toEqual([
      { name: 'news', type: 'checkbox', label: 'Write to me', required: false, consent: true },
      { name: 'calls', type: 'checkbox', label: 'Call me', required: false, consent: true, purpose: 'phone' },
      { name: 'old', type: 'checkbox', label: 'I am over 18', required: false },
      { name: 'marketing_consent', type: 'checkbox', label: 'Write to me, too', required: false },
      { name: 'email', type: 'email', label: 'Email', required: true },
    ]);
    const ticks = { news: true, calls: 'on', old: true, marketing_consent: true };
    await Promise.all([
      submit({ email: 'none@example.com', news: false }),
      submit({ email: 'all@example.com', ...ticks }),
    ]);
    const [all, none] = (await leads()).toSorted((a: { email: string }, b: { email: string }) =>
      a.email < b.email ? -1 : 1,
    );
    expect([all.consent, none.consent]).toEqual(['granted', 'unknown']);
    expect(await proofsOf(client, none.id)).toEqual([]);
    const proofs = await proofsOf(client, all.id);
    const told = proofs.map(({ purpose, text }: { purpose: string; text: string }) => `${purpose}: ${text}`);
    expect(told.toSorted()).toEqual(['email: Write to me', 'phone: Call me']);
    for (const proof of proofs)
      expect(proof).toMatchObject({
        decision: 'granted',
        email: 'all@example.com',
        ip: '127.0.0.1',
        source: 'form',
        form_id: form.id,
        current: true,
      });
    const { data: events } = (await client.get(`/api/leads/${all.id}/timeline`)).body;
    const consents = events.filter(({ type }: { type: string }) => type === 'consent');
    expect(consents.map(({ data }: { data: { purpose: string } }) => data.purpose).toSorted()).toEqual([
      'email',
      'phone',
    ]);
    expect(consents[0].source).toBe(`form:${form.id}`);
  });

  it('which proves nothing once the person has withdrawn it, for anybody may know the address', async () => {
    const { client, leads, submit } = await makeForm(app, { fields });
    const sent = { email: 'w@example.com', news: true, calls: true };
    await submit(sent);
    const [{ id }] = await leads();
    const withdraw = (purpose: string) =>
      client.post(`/api/leads/${id}/consents`, { purpose, decision: 'withdrawn', source: 'by phone' });
    await withdraw('email');
    await withdraw('phone');
    await submit(sent);
    expect((await leads())[0].consent).toBe('withdrawn');
    const current = (await proofsOf(client, id)).filter((proof: { current: boolean }) => proof.current);
    expect(current.map(({ decision }: { decision: string }) => decision)).toEqual(['withdrawn', 'withdrawn']);
    expect(await proofsOf(client, id)).toHaveLength(4);
  });
});

describe('consent of a lead whose address is changed by a person', () => {
  const granted = async () => {
    const user = await app.newUser();
    const lead = await newLead(user.client, { email: 'old@acme.example', consent: 'granted' });
    const change = async (changes: object) =>
      (await user.client.put(`/api/leads/${lead.id}`, changes)).body.data;
    const proofs = async () => (await user.client.get(`/api/leads/${lead.id}/consents`)).body.data;
    return { ...user, lead, change, proofs };
  };

  it('is not known of the new address, nor when the old one comes back', async () => {
    const { change, proofs } = await granted();
    expect(await change({ email: 'OLD@acme.example' })).toMatchObject({ consent: 'granted' });
    expect(await change({ email: 'new@acme.example', company: 'AE' })).toMatchObject({ consent: 'unknown' });
    expect(await change({ email: 'old@acme.example' })).toMatchObject({ consent: 'unknown' });
    expect(await proofs()).toHaveLength(1);
  });

  it('is granted where it is said anew, which leaves a proof for the new address', async () => {
    const { change, proofs } = await granted();
    expect(await change({ email: 'new@acme.example', consent: 'granted' })).toMatchObject({
      consent: 'granted',
    });
    expect((await proofs()).map(({ email }: { email: string }) => email)).toEqual([
      'new@acme.example',
      'old@acme.example',
    ]);
    // The old one has given its consent, too.
    expect(await change({ email: 'old@acme.example' })).toMatchObject({ consent: 'granted' });
    expect(await change({ email: 'third@acme.example' })).toMatchObject({ consent: 'unknown' });
    expect(await proofs()).toHaveLength(2);
  });

  it('stays withdrawn', async () => {
    const { change } = await granted();
    await change({ consent: 'withdrawn' });
    expect(await change({ email: 'new@acme.example' })).toMatchObject({ consent: 'withdrawn' });
  });

  it('is not known either when a screen writes the table itself', async () => {
    const { id: ownerId, lead, client } = await granted();
    await app
      .get(Database)
      .as(ownerId, () =>
        app
          .get(Database)
          .tables('leads')
          .updateTable('leads')
          .set({ email: 'info@new.example' })
          .where('id', '=', lead.id)
          .execute(),
      );
    expect((await client.get(`/api/leads/${lead.id}`)).body.data).toMatchObject({
      email: 'info@new.example',
      consent: 'unknown',
      email_quality: null,
      email_issues: null,
    });
  });
});
