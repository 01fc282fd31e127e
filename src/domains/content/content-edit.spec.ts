import { copiedColumns, editedColumns, newColumns } from './content-edit.repository.js';
import type { ContentRow } from './content-row.repository.js';

const OWNER = '0198c1f2-7c1e-7000-8000-000000000001';
const BY_MODEL = {
  ai: true,
  provider: 'openai',
  model: 'gpt-5-mini',
  prompt_version: 'content.piece@2',
  brand_version: null,
  sources: [],
  cost_usd: null,
  run_id: null,
};

/** A stored piece. */
const row = (columns: Partial<ContentRow> = {}): ContentRow => ({
  id: 7,
  title: 'Peas',
  content_type: 'blog_post',
  platform: 'blog',
  status: 'draft',
  content: 'Peas **up**',
  html_content: null,
  cta: null,
  meta_description: null,
  keywords: null,
  tags: [],
  brief: {},
  target_audience: null,
  campaign_id: null,
  version: 1,
  seo_score: 30,
  readability_score: null,
  engagement_prediction: 0.5,
  quality_score: 80,
  passed_quality_gate: true,
  scheduled_for: null,
  published_at: null,
  approved_at: null,
  approved_by: null,
  edited_at: null,
  provenance: null,
  metadata: {},
  generated_content_id: null,
  created_at: '2026-11-23T20:00:00Z',
  updated_at: '2026-11-23T20:00:00Z',
  ...columns,
});
const edited = (old: Partial<ContentRow>, changes: object) =>
  editedColumns(OWNER, row(old), changes, 'person');

describe('a new piece without a title', () => {
  it.each([
    [{ brief: { title: 'Peas', topic: 'Beans' } }, 'Peas'],
    [{ brief: { topic: ' Beans ' }, content: 'Kale' }, 'Beans'],
    [{ content: '\n***\n## Kale & more\nText' }, 'Kale & more'],
    [{ html_content: '<h1>Leek</h1><p>Text</p>' }, 'Leek'],
    [{ content: 'x'.repeat(500) }, 'x'.repeat(120)],
    [{ brief: { title: 7 } }, 'Untitled'],
    [{}, 'Untitled'],
  ])('is called by what is known of it: %j', (piece, title) => {
    expect(newColumns(OWNER, { content_type: 'blog_post', ...piece }).title).toBe(title);
  });
});

describe('an edit', () => {
  it('that says nothing new changes nothing', () => {
    for (const changes of [{}, { title: 'Peas' }, { content: 'Peas **up**', keywords: [], cta: null }])
      expect(edited({ status: 'published' }, changes)).toEqual({});
  });

  it('that sends back what was shown is told from a wish', () => {
    const html = '<p>Peas <strong>up</strong></p>';
    expect(edited({}, { content: 'Peas **up**', html_content: html })).toEqual({});
    expect(edited({}, { content: 'Beans', html_content: html })).toMatchObject({ content: 'Beans' });
    const written = { html_content: html, content: 'Peas up' };
    expect(edited(written, { content: 'Peas up' })).toEqual({});
    expect(edited(written, { content: 'Beans' })).toMatchObject({ content: 'Beans', html_content: null });
    expect(edited(written, { html_content: '<p>Beans</p>' })).toMatchObject({
      content: 'Beans',
      html_content: '<p>Beans</p>',
    });
  });

  it('of other words makes what was agreed to a draft, and no longer passed', () => {
    const cleared = { approved_at: null, approved_by: null, scheduled_for: null };
    for (const status of ['approved', 'scheduled'])
      expect(edited({ status }, { title: 'Beans' })).toMatchObject({ status: 'draft', ...cleared });
    const inReview = edited({ status: 'pending_review' }, { cta: 'Buy' });
    expect(inReview).toMatchObject({ cta: 'Buy', quality_score: null, passed_quality_gate: false });
    expect(inReview).not.toHaveProperty('status');
  });

  it('of other words is refused once they have been published', () => {
    for (const status of ['published', 'archived'])
      expect(() => edited({ status }, { title: 'Beans' })).toThrow(
        `Content that is ${status} keeps its words`,
      );
    expect(edited({ status: 'archived' }, { tags: ['a'] })).toMatchObject({ tags: ['a'] });
  });

  it('by a person is noted on what a model wrote, and only there', () => {
    expect(edited({ provenance: BY_MODEL }, { title: 'Beans' })).toHaveProperty(
      'edited_at',
      expect.any(Date),
    );
    expect(edited({ provenance: BY_MODEL }, { tags: ['a'] })).not.toHaveProperty('edited_at');
    expect(edited({ provenance: { ...BY_MODEL, ai: false } }, { title: 'Beans' })).not.toHaveProperty(
      'edited_at',
    );
    const byModel = editedColumns(
      OWNER,
      row({ edited_at: '2026-11-23T20:00:00Z' }),
      { title: 'Beans' },
      BY_MODEL,
    );
    expect(byModel).toMatchObject({ edited_at: null, provenance: JSON.stringify(BY_MODEL) });
  });

  it('measures anew what depends on it', () => {
    expect(edited({}, { platform: 'instagram' })).toMatchObject({
      platform: 'instagram',
      engagement_prediction: 0.6,
    });
    expect(edited({}, { content: '' })).toMatchObject({
      similarity_bands: [],
      seo_score: null,
      engagement_prediction: null,
    });
  });
});

describe('a copy', () => {
  it('is a draft that knows where it is from', () => {
    const copy = copiedColumns(OWNER, row({ status: 'published', metadata: { a: 1 }, provenance: BY_MODEL }));
    expect(copy).toMatchObject({
      title: 'Peas',
      content: 'Peas **up**',
      provenance: JSON.stringify(BY_MODEL),
    });
    expect(copy.metadata).toBe('{"a":1,"copied_from":7}');
    for (const column of ['status', 'version', 'published_at', 'quality_score', 'campaign'])
      expect(copy).not.toHaveProperty(column);
  });
});
