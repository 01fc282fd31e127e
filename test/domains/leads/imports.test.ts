import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { TestApp } from '../../support/app.js';
import { sharedApp } from '../../support/kept-app.js';
import { importing } from './imports.makers.js';

let app: TestApp;

beforeAll(async () => {
  app = await sharedApp();
});
afterAll(async () => {
  await app.close();
});

describe('a marketer uploads a file of leads', () => {
  it('and watches it come in; columns are understood by their names, unknown ones are kept', async () => {
    const file = [
      'Vorname,Nachname,E-Mail-Adresse,Firma,Telefon,Lead Score,Tags,Favourite Colour,ID',
      'Zoë,Ångström,zoe@example.com,"Müller,  Söhne & Co",+49 30 123456,40,"vip; new",blue,7',
      ',,bob@example.org,,,,,,',
    ].join('\r\n');
    const { started, data, byEmail } = await importing(app, file, '?filename=leads.csv&source=fair');
    expect(started).toMatchObject({
      status: 'queued',
      processed_rows: 0,
      filename: 'leads.csv',
      total_rows: null,
    });
    expect(data).toMatchObject({
      status: 'completed',
      total_rows: 2,
      processed_rows: 2,
      created_count: 2,
      updated_count: 0,
      skipped_count: 0,
      error_count: 0,
      progress: 100,
      error: null,
      mapping: {
        Vorname: 'first_name',
        Nachname: 'last_name',
        'E-Mail-Adresse': 'email',
        Firma: 'company',
        Telefon: 'phone',
        'Lead Score': 'lead_score',
        Tags: 'tags',
        'Favourite Colour': 'custom.favourite_colour',
        ID: '',
      },
    });
    expect(byEmail!['zoe@example.com']).toMatchObject({
      first_name: 'Zoë',
      last_name: 'Ångström',
      company: 'Müller, Söhne & Co',
      phone: '+49 30 123456',
      phone_norm: '+4930123456',
      score: 40,
      tags: ['vip', 'new'],
      source: 'fair',
      custom_fields: { favourite_colour: 'blue' },
    });
    expect(readdirSync(join(app.dataDir, 'storage', 'imports'))).toEqual([]);
  });

  it('with a mapping of its own', async () => {
    const mapping = encodeURIComponent(
      JSON.stringify({ A: 'email', B: 'custom.plan', Company: '', D: 'name' }),
    );
    const { byEmail, data } = await importing(
      app,
      'A,B,Company,D\nx@example.com,pro,ACME,Ada Lovelace\n',
      `?mapping=${mapping}`,
    );
    expect(byEmail!['x@example.com']).toMatchObject({
      company: null,
      custom_fields: { plan: 'pro' },
      last_name: 'Lovelace',
    });
    expect(data.mapping).toEqual({ A: 'email', B: 'custom.plan', Company: '', D: 'name' });
  });

  it('and known addresses are filled in, or left alone when asked; the counts say which', async () => {
    const first = await importing(app, 'email,company,name,plan\na@example.com,Old,Ada L,basic\n');
    const user = { id: first.id };
    const file = 'email,company,plan\nA@EXAMPLE.com,New,\nb@example.com,B,\nB@example.com,B2,pro\n';
    const skipped = await importing(app, file, '?duplicates=skip', user);
    expect(skipped.data).toMatchObject({
      created_count: 1,
      updated_count: 0,
      skipped_count: 2,
      processed_rows: 3,
    });
    expect(skipped.byEmail!['a@example.com']).toMatchObject({ company: 'Old' });
    expect(skipped.byEmail!['b@example.com']).toMatchObject({ company: 'B' });
    const updated = await importing(app, file, '', user);
    expect(updated.data).toMatchObject({ created_count: 0, updated_count: 3, skipped_count: 0 });
    expect(updated.byEmail!['a@example.com']).toMatchObject({
      company: 'New',
      first_name: 'Ada',
      custom_fields: { plan: 'basic' },
    });
    expect(updated.byEmail!['b@example.com']).toMatchObject({
      company: 'B2',
      custom_fields: { plan: 'pro' },
    });
  });

  it('and consent once withdrawn stays withdrawn', async () => {
    const first = await importing(app, 'email,consent\nno@example.com,no\nyes@example.com,yes\n');
    expect(first.byEmail!['no@example.com']).toMatchObject({ consent: 'withdrawn' });
    expect(first.byEmail!['yes@example.com']).toMatchObject({ consent: 'granted' });
    expect(
      await app.sql(
        `select data -> 'emails' as emails from pgboss.job where name = 'leads.consent-withdrawn' and data ->> 'ownerId' = $1`,
        [first.id],
      ),
    ).toEqual([{ emails: ['no@example.com'] }]);
    const again = await importing(app, 'email,consent\nno@example.com,yes\n', '', { id: first.id });
    expect(again.byEmail!['no@example.com']).toMatchObject({ consent: 'withdrawn' });
  });

  it('and gets the same leads back from a download', async () => {
    const first = await importing(
      app,
      [
        'first_name,last_name,email,phone,company,notes,tags,annual_revenue,company_size,color,external_id',
        `Zoë,,z@example.com,+49 30 1,"=1+1 ""x"", y","line 1\nline 2",a;b,1234.5,51-200,red,crm-1`,
        `,Solo,s@example.com,,'quoted,'@at,,,,,`,
      ].join('\n'),
    );
    expect(first.byEmail!['z@example.com']).toMatchObject({ external_id: 'crm-1' });
    const exported = (await first.client.get('/api/leads/export')).text;
    const copy = await importing(app, exported);
    expect(copy.data).toMatchObject({ created_count: 2, error_count: 0 });
    const plain = (lead: Record<string, unknown>) => {
      const { id: _, created_by: _owner, created_at: _made, updated_at: _changed, ...rest } = lead;
      return rest;
    };
    for (const email of ['z@example.com', 's@example.com'])
      expect(plain(copy.byEmail![email]!)).toEqual(plain(first.byEmail![email]!));
  });

  it('and the shipped example comes in with its duplicates and broken addresses told', async () => {
    const { data, errors } = await importing(app, readFileSync('demo/leads.csv'));
    expect(data).toMatchObject({
      status: 'completed',
      total_rows: 1000,
      error_count: 5,
      updated_count: 6,
      created_count: 989,
    });
    expect(errors.every(({ field }: { field: string }) => field === 'email')).toBe(true);
  });
});

describe('an import', () => {
  it('that fills puts values only where there are none', async () => {
    const { client } = await importing(
      app,
      'email,company,plan,seats,tags,status\na@example.com,Old,basic,,x,\n',
    );
    const id = (await client.get('/api/leads')).body.data[0].created_by;
    const file = [
      'email,company,name,phone,country,plan,seats,tags,status,consent',
      'a@example.com,New,Ada L,020 7946 0000,GB,pro,5,y,qualified,yes',
      'a@example.com,,Eve,,,,,z,,no',
      'b@example.com,First,,,,,,,,',
      'b@example.com,Second,Bo,,,pro,,,,',
    ].join('\n');
    const { data, byEmail } = await importing(app, file, '?duplicates=fill', { id });
    expect(data).toMatchObject({ created_count: 1, updated_count: 3, error_count: 0 });
    expect(byEmail!['a@example.com']).toMatchObject({
      company: 'Old',
      first_name: 'Ada',
      phone_norm: '+442079460000',
      custom_fields: { plan: 'basic', seats: '5' },
      status: 'new',
      consent: 'withdrawn',
    });
    expect(new Set(byEmail!['a@example.com']!.tags as string[])).toEqual(new Set(['x', 'y', 'z']));
    expect(byEmail!['b@example.com']).toMatchObject({
      company: 'First',
      first_name: 'Bo',
      custom_fields: { plan: 'pro' },
    });
  });

  it('holds the column of custom fields against what its owner has defined', async () => {
    const { id, client } = await app.newUser();
    await client.post('/api/leads/fields', { key: 'seats', type: 'number' });
    const file = `email;custom_fields\na@example.com;"{""seats"":""five""}"\nb@example.com;"{""seats"":5,""x"":1}"\n`;
    const { errors, byEmail } = await importing(app, file, '', { id });
    expect(errors).toMatchObject([
      { row_number: 2, field: 'custom_fields', message: 'custom_fields.seats must be a number' },
    ]);
    expect(byEmail).toMatchObject({ 'b@example.com': { custom_fields: { seats: 5, x: 1 } } });
  });

  it('understands the words of other systems for a status', async () => {
    const { byEmail } = await importing(
      app,
      'email,Lead Status\na@example.com,IN_PROGRESS\nb@example.com,Open - Not Contacted\nc@example.com,Customer\n',
    );
    expect(
      Object.fromEntries(Object.entries(byEmail!).map(([email, lead]) => [email[0], lead.status])),
    ).toEqual({
      a: 'contacted',
      b: 'new',
      c: 'customer',
    });
  });

  it('of somebody else is not found and does not change', async () => {
    const { data } = await importing(app, 'email\na@example.com\nbroken\n');
    const { client } = await app.newUser();
    const path = `/api/leads/imports/${data.id}`;
    const answers = [
      await client.get(path),
      await client.get(`${path}/errors`),
      await client.get(`${path}/errors.csv`),
      await client.post(`${path}/cancel`),
      await client.get('/api/leads/imports/not-a-uuid'),
    ];
    for (const { status, body } of answers)
      expect([status, body.code]).toEqual([404, 'leads/import-not-found']);
    expect((await client.get('/api/leads/imports')).body.data).toEqual([]);
    expect((await app.anonymous.get(path)).status).toBe(401);
  });

  it('that is over cannot be cancelled; the list shows it', async () => {
    const { data, client } = await importing(app, 'email\na@example.com\n');
    const refused = await client.post(`/api/leads/imports/${data.id}/cancel`);
    expect([refused.status, refused.body.code, refused.body.error]).toEqual([
      409,
      'leads/import-finished',
      'The import is already completed.',
    ]);
    const [listed] = (await client.get('/api/leads/imports')).body.data;
    expect(listed).toEqual(data);
  });
});
