import { startApp, type TestApp } from '../../support/app.js';
import { ScriptedServer } from '../../support/scripted-server.js';
import { enrich, leadOf, outcome } from './enrichment.stage.js';
import { newLead } from './leads.makers.js';

let app: TestApp;
let service: ScriptedServer;

beforeAll(async () => {
  service = await ScriptedServer.start();
  app = await startApp({
    roles: 'web',
    settings: {
      OUTBOUND_ALLOW: '127.0.0.1',
      ENRICHMENT_URL: `${service.url}/find?version=2`,
      ENRICHMENT_METHOD: 'GET',
      ENRICHMENT_KEY: 'service-key-0123456789',
      ENRICHMENT_KEY_HEADER: 'X-Api-Key',
      ENRICHMENT_MAPPING:
        '{"people.0.role":"job_title","plan":"custom.plan","plan_name":"plan_name","name":"email"}',
      ENRICHMENT_CACHE_DAYS: '0',
      ENRICHMENT_COST_MICROS: '2000000',
      ENRICHMENT_DAILY_MICROS: '0',
    },
  });
});
afterAll(async () => {
  await app.close();
  await service.close();
});

describe('a service that its settings describe', () => {
  it('is asked by GET under its own header, read by its own names, and asked anew each time', async () => {
    const { client } = await app.newUser();
    await client.post('/api/leads/fields', { key: 'plan', label: 'Plan', type: 'number' });
    const { id, email } = await newLead(client, { email: 'Ada+x@Engines.co.uk' });
    const answer = {
      people: [{ role: 'CTO' }],
      plan: 3,
      plan_name: 'gold',
      name: 'eve@evil.test',
      company: 'X',
    };
    service.will({ body: answer }, { body: answer });
    const data = await enrich(client, id, { providers: ['rest'] });
    const { method, path, headers } = service.last;
    const asked = new URL(path, service.url);
    expect([method, asked.pathname, headers['x-api-key'], headers.authorization]).toEqual([
      'GET',
      '/find',
      'service-key-0123456789',
      undefined,
    ]);
    expect(Object.fromEntries(asked.searchParams)).toEqual({
      version: '2',
      email: 'ada+x@engines.co.uk',
      domain: 'engines.co.uk',
    });
    expect(outcome(data, 'rest')).toMatchObject({
      written: ['job_title', 'custom.plan', 'plan_name'],
      kept: [{ field: 'email', because: 'unfit' }],
    });
    expect(await leadOf(client, id)).toMatchObject({
      email,
      job_title: 'CTO',
      company: null,
      custom_fields: { plan: 3 },
      enriched_data: { plan_name: 'gold' },
      field_sources: { 'custom.plan': { by: 'provider', ref: 'rest' } },
    });
    expect(outcome(await enrich(client, id, { providers: ['rest'] }), 'rest').status).toBe('done');
    expect((await client.get(`/api/leads/${id}/enrichments`)).body.data).toEqual([]);
    const { data: providers } = (await client.get('/api/leads/enrichment/providers')).body;
    expect(providers[1].gives).toEqual(['job_title', 'custom.plan', 'plan_name', 'email']);
  });
});
