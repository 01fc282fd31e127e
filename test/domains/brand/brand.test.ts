import { randomUUID } from 'node:crypto';
import { BrandService } from '#domains/brand/brand.service';
import { findViolations } from '#domains/brand/check/find-violations';
import { guideText } from '#domains/brand/guide/guide-text';
import { Database } from '#platform/database/database';
import type { TestApp } from '../../support/app.js';
import { sharedApp } from '../../support/kept-app.js';
import { NOBODYS_BRAND, REFUSED_CHANGES } from './brand.cases.js';

let app: TestApp;
beforeAll(async () => {
  app = await sharedApp({ roles: 'web' });
});
afterAll(() => app.close());

const BRAND = '/api/brand';
const guideOf = (id: string) => app.get(Database).as(id, () => app.get(BrandService).guide(id));
const tokens = (...names: string[]) =>
  expect.arrayContaining(names.map((name) => expect.stringContaining(name)));

describe('a brand that nobody has described', () => {
  it('has the defaults that clients know, with and without a slash', async () => {
    const { id, client } = await app.newUser();
    for (const path of [BRAND, `${BRAND}/`]) {
      const { status, body } = await client.get(path);
      expect([status, Object.keys(body)]).toEqual([200, ['brand']]);
      expect(body.brand).toEqual({ ...NOBODYS_BRAND, id });
    }
    expect((await app.anonymous.get(BRAND)).status).toBe(401);
    expect(await guideOf(id)).toMatchObject({ version: null, name: null });
  });

  it('is what the rows of an existing project say of it, until a version is saved', async () => {
    const { id, client } = await app.newUser();
    await app.sql(
      `insert into brand_assets (name, type, asset_data, is_primary, created_by) values
        ('Old', 'colors', '{"primary": "#111111"}', false, $1), ('New', 'colors', '{"primary": "#222222"}', true, $1),
        ('Theirs', 'colors', '{"secondary": "#999999"}', true, $2)`,
      [id, randomUUID()],
    );
    expect((await client.get(BRAND)).body.brand.colors).toMatchObject({
      primary: '#222222',
      secondary: '#64748b',
    });
    const { body } = await client.put(BRAND, { name: 'Acme' });
    expect(body.brand).toMatchObject({ version: 1, name: 'Acme', colors: { primary: '#222222' } });
    await app.sql('delete from brand_assets where created_by = $1', [id]);
    expect((await client.get(BRAND)).body.brand.colors.primary).toBe('#222222');
  });
});

describe('a marketer describes the brand', () => {
  it('by the documented route, which answers all of it, changed and unchanged', async () => {
    const { id, client } = await app.newUser();
    const first = await client.post(`${BRAND}/update`, {
      name: 'Acme',
      description: 'Tools.',
      colors: { primary: '#ABC' },
    });
    expect(first.status).toBe(200);
    expect(Object.keys(first.body)).toEqual(['status', 'message', 'brand']);
    expect(first.body).toMatchObject({
      status: 'success',
      message: 'Brand information updated',
      brand: { name: 'Acme', colors: { primary: '#ABC', secondary: '#64748b' }, version: 1 },
    });
    const more = {
      colors: { secondary: '#00000080' },
      voice: 'Plain.\nKind.',
      tones: { formal_casual: 80, serious_funny: null },
      fonts: { heading: 'Inter' },
      banned_phrases: ['cheap'],
      required_phrases: ['Made in Leeds'],
      terminology: [{ term: 'customer', instead_of: ['client'] }],
      dos: ['Be brief.'],
      donts: ['No jargon.'],
    };
    const second = await client.put(BRAND, more);
    expect(second.body.brand).toMatchObject({
      ...more,
      version: 2,
      name: 'Acme',
      colors: { primary: '#ABC', secondary: '#00000080' },
      updated_at: expect.stringMatching(/Z$/),
    });
    expect((await client.get(BRAND)).body).toEqual({ brand: second.body.brand });
    const cleared = await client.put(BRAND, { name: null, colors: { primary: null }, banned_phrases: [] });
    expect(cleared.body.brand).toMatchObject({
      name: 'Marketing Automation Platform',
      colors: { primary: '#3b82f6', secondary: '#00000080' },
      banned_phrases: [],
    });
    const guide = await guideOf(id);
    expect(guide).toEqual({
      version: 3,
      name: null,
      voice: 'Plain.\nKind.',
      tones: expect.objectContaining({ formal_casual: 80, serious_funny: null }),
      dos: ['Be brief.'],
      donts: ['No jargon.'],
      banned: [],
      required: ['Made in Leeds'],
      terminology: [{ term: 'customer', instead_of: ['client'] }],
    });
    expect(guideText(guide)).toContain('Made in Leeds');
    expect(findViolations(guide, 'A client. Made in Leeds.')).toMatchObject([{ replacement: 'customer' }]);
  });

  it.each(REFUSED_CHANGES)('and is told what cannot be: %s', async (_what, changes, path) => {
    const { client } = await app.newUser();
    for (const { status, body } of [
      await client.put(BRAND, changes),
      await client.post(`${BRAND}/update`, changes),
    ]) {
      expect(status).toBe(400);
      expect(body.errors.map((error: { path: string }) => error.path)).toEqual(tokens(path));
    }
    expect((await client.get(`${BRAND}/versions`)).body.data).toEqual([]);
  });

  it('and is told when it would want what it forbids', async () => {
    const { client } = await app.newUser();
    await client.put(BRAND, { required_phrases: ['No cheap tricks'] });
    const { status, body } = await client.put(BRAND, { banned_phrases: ['cheap'] });
    expect([status, body.code, body.errors[0].path]).toEqual([
      422,
      'brand/contradicts-itself',
      'banned_phrases.0',
    ]);
    expect((await client.get(BRAND)).body.brand.banned_phrases).toEqual([]);
  });

  it('and cannot use a logo that is somebody else’s, or none', async () => {
    const stranger = randomUUID();
    const [theirs] = await app.sql<{ id: string }>(
      `insert into brand_assets (name, type, asset_data, created_by) values ('Logo', 'logo', '{}', $1) returning id`,
      [stranger],
    );
    const { client } = await app.newUser();
    for (const logo_id of [theirs!.id, randomUUID()]) {
      const { status, body } = await client.put(BRAND, { logo_id });
      expect([status, body.code, body.errors[0].path]).toEqual([422, 'brand/logo-unknown', 'logo_id']);
    }
  });
});

describe('what there is to read about a brand', () => {
  it('is its guide, then documents and analyses, newest first', async () => {
    const { id, client } = await app.newUser();
    const stranger = randomUUID();
    await client.put(BRAND, {
      name: 'Acme',
      voice: 'Plain.',
      tones: { formal_casual: 90 },
      terminology: [{ term: 'customer', instead_of: ['client'] }],
      dos: ['Be brief.'],
    });
    await app.sql(
      `insert into brand_assets (name, type, asset_data, created_by, created_at) values
        ('Manual', 'document', '{"content": "All of it.", "voice_profile": {"tone": "warm", "personality": ["kind", 5], "vocabulary": "x"}}', $1, '2026-01-01'),
        ('Palette', 'colors', '{}', $1, '2026-01-02'), ('Theirs', 'document', '{}', $2, '2026-01-03')`,
      [id, stranger],
    );
    await app.sql(
      `insert into brand_positioning_analyses (user_id, positioning_statement, brand_tone, differentiators, created_at) values
        ($1, 'For those who dig.', '{"tone": "bold", "words": 3}', '["price"]', '2026-01-02'), ($2, 'Theirs', '{}', '[]', now())`,
      [id, stranger],
    );
    const first = await client.get(`${BRAND}/documents?limit=1`);
    expect(first.body.data).toEqual([
      {
        id,
        name: 'Acme: brand guide',
        content: expect.stringContaining('Voice: Plain.'),
        voice_profile: {
          tone: 'casual (90 of 100, from formal to casual)',
          personality: ['casual'],
          vocabulary: ['customer'],
          style_guidelines: { dos: ['Be brief.'], donts: [], banned_phrases: [], required_phrases: [] },
        },
      },
      {
        id: expect.any(String),
        name: 'Positioning',
        content: 'For those who dig.',
        voice_profile: {
          tone: 'bold',
          personality: [],
          vocabulary: [],
          style_guidelines: { tone: 'bold', words: 3, differentiators: ['price'], recommendations: [] },
        },
      },
    ]);
    const rest = await client.get(`${BRAND}/documents?cursor=${first.body.next_cursor}`);
    expect(rest.body.data).toEqual([
      {
        id: expect.any(String),
        name: 'Manual',
        content: 'All of it.',
        voice_profile: { tone: 'warm', personality: ['kind'], vocabulary: [], style_guidelines: {} },
      },
    ]);
    expect(rest.body.next_cursor).toBeNull();
  });

  it('is also its words, of the caller’s own brand', async () => {
    const { id, client } = await app.newUser();
    await client.put(BRAND, {
      banned_phrases: ['cheap'],
      required_phrases: ['Made in Leeds'],
      terminology: [{ term: 'customer', instead_of: ['client'] }],
    });
    const { body } = await client.get(`${BRAND}/terminology?brandId=${id}`);
    expect(body.data).toEqual({
      terms: ['customer'],
      phrases: ['Made in Leeds'],
      preferred: [{ term: 'customer', instead_of: ['client'] }],
      banned: ['cheap'],
    });
    const other = await app.newUser();
    expect((await other.client.get(`${BRAND}/terminology`)).body.data.terms).toEqual([]);
    const theirs = await other.client.get(`${BRAND}/terminology?brandId=${id}`);
    expect([theirs.status, theirs.body.code]).toEqual([404, 'brand/not-found']);
    expect((await client.get(`${BRAND}/terminology?brandId=x`)).status).toBe(400);
  });
});
