import { randomUUID } from 'node:crypto';
import { AccessLogRepository } from '#domains/knowledge/search/access-log.repository';
import { PassageRepository } from '#domains/knowledge/search/passage.repository';
import type { KnowledgePassage } from '#domains/knowledge/search/search.dto';
import { CORPUS } from './corpus/corpus.js';
import { QUESTIONS } from './corpus/questions.js';
import { vectorOf } from './embedding-server.js';
import { Library } from './library.js';

let library: Library;
let passages: PassageRepository;
let hasVectors: boolean;

beforeAll(async () => {
  library = await Library.open();
  passages = new PassageRepository(library.database);
  hasVectors = await library.chunks.hasVectors();
});
afterAll(() => library.close());

const ask = (ownerId: string, query: string, limit = 5): Promise<KnowledgePassage[]> =>
  library.database.as(ownerId, () => passages.search(ownerId, { query, limit }, []));

describe('a marketing team asks its 23 documents in its own words', () => {
  let team: { ownerId: string; bucketId: string };
  let chunks: string[];
  beforeAll(async () => {
    team = await library.owner();
    for (const document of CORPUS) await library.keep(team, document);
    const rows = await library.asUser(team.ownerId, 'select content from knowledge_chunks');
    chunks = rows.map(({ content }) => String(content));
  });

  it('with questions that each have one right answer among 200 passages', () => {
    expect(chunks.length).toBeGreaterThanOrEqual(200);
    expect(QUESTIONS.length).toBeGreaterThanOrEqual(30);
    const answers = QUESTIONS.map(({ finds }) => [
      finds,
      chunks.filter((chunk) => chunk.includes(finds)).length,
    ]);
    expect(answers.filter(([, count]) => count !== 1)).toEqual([]);
  });

  it('and finds the answer among the first five passages nine times in ten, by words alone', async () => {
    const missed: string[] = [];
    for (const { ask: question, finds } of QUESTIONS) {
      const found = await ask(team.ownerId, question);
      if (!found.some(({ content }) => content.includes(finds))) missed.push(question);
    }
    const recall = 1 - missed.length / QUESTIONS.length;
    expect({ missed, isEnough: recall >= 0.9 }).toMatchObject({ isEnough: true });
  });

  it('also when every word of a question is misspelt, but not when none is known', async () => {
    const [first] = await ask(team.ownerId, 'sponsering fotball leage');
    expect(first?.content).toContain('street football league');
    expect(await ask(team.ownerId, 'xqzvw')).toEqual([]);
    expect(await ask(team.ownerId, '?!')).toEqual([]);
    expect(await ask(team.ownerId, 'the')).not.toEqual([]);
  });

  it('whatever signs a question holds', async () => {
    for (const query of [
      `it's "E04" & (!x) | <-> :* \\`,
      `'; drop table knowledge_chunks; --`,
      '𝔘𝔫𝔦 🚲 €',
      'a'.repeat(4_000),
    ])
      await expect(ask(team.ownerId, query)).resolves.toBeInstanceOf(Array);
    expect((await ask(team.ownerId, `what's "E04" & (boiler)?`))[0]?.content).toContain('E04');
  });
});

describe('the words of an owner', () => {
  const COUNTED = `select term, chunks from app.knowledge_terms where created_by = $1 order by term`;
  const THERE = `select w.term collate "C" as term, count(*)::int as chunks from knowledge_chunks c,
    unnest(tsvector_to_array(c.search)) w (term) where c.created_by = $1 group by 1 order by 1`;

  it('are counted as they stand in the chunks, however those come and go', async () => {
    const owner = await library.owner();
    const first = await library.keep(owner, { title: 'One', content: 'Otters swim. '.repeat(100) });
    await Promise.all([
      library.keep(owner, { title: 'Two', content: "Otters sleep, says C:\\notes\\it's." }),
      library.keep(owner, { title: 'Three', content: 'Badgers dig, otters do not.' }),
    ]);
    const before = await library.sql(COUNTED, [owner.ownerId]);
    expect(before).toContainEqual({ term: 'otter', chunks: 4 });
    expect(before).toEqual(await library.sql(THERE, [owner.ownerId]));
    await library.sql('delete from knowledge_documents where id = $1', [first]);
    const after = await library.sql(COUNTED, [owner.ownerId]);
    expect(after).toContainEqual({ term: 'otter', chunks: 2 });
    expect(after).toEqual(await library.sql(THERE, [owner.ownerId]));
    await library.sql('delete from knowledge_buckets where id = $1', [owner.bucketId]);
    expect(await library.sql(COUNTED, [owner.ownerId])).toEqual([]);
  });

  it('tell nothing to others, though they ask with the same', async () => {
    const [owner, other] = [await library.owner(), await library.owner()];
    await library.keep(owner, { title: 'One', content: 'Sphinxes.' });
    await library.keep(other, { title: 'One', content: 'Nothing.' });
    expect(await ask(other.ownerId, 'sphinxes sfinxes')).toEqual([]);
    for (const sql of [
      'select * from app.knowledge_terms',
      `select * from app.knowledge_question('${owner.ownerId}', 'sphinxes')`,
      `select * from app.knowledge_by_words('${owner.ownerId}', 'sphinxes', null, 5)`,
      `select * from app.knowledge_by_meaning('${owner.ownerId}', '{m}', '{[1]}', null, 5)`,
    ])
      await expect(library.asUser(other.ownerId, sql)).rejects.toMatchObject({ code: '42501' });
    const asked = `select * from app.search_knowledge($1, 'sphinxes', '{}', '{}', '{}', 10, null)`;
    expect(await library.asUser(other.ownerId, asked, [owner.ownerId])).toEqual([]);
    expect(await library.asUser(owner.ownerId, asked, [owner.ownerId])).toHaveLength(1);
  });

  it('are neither written nor forged past the application', async () => {
    const [owner, other] = [await library.owner(), await library.owner()];
    const documentId = await library.keep(owner, { title: 'One', content: 'Mine.' });
    const forged = `insert into knowledge_chunks (document_id, bucket_id, created_by, chunk_index, content, content_hash)
      values ($1, $2, $3, 9, 'x', 'h')`;
    const place = [documentId, owner.bucketId, other.ownerId];
    await expect(library.asUser(other.ownerId, forged, place)).rejects.toMatchObject({ code: '23503' });
    const straight = library.database.as(owner.ownerId, () =>
      library.database.transaction(async () => {
        await library.database.execute({ sql: `set local "app.via" to 'rest'`, parameters: [] });
        return library.database.execute({
          sql: forged,
          parameters: [documentId, owner.bucketId, owner.ownerId],
        });
      }),
    );
    await expect(straight).rejects.toMatchObject({ code: '42501' });
  });
});

describe('vectors, where pgvector is', () => {
  const legacy = (vector: string, more = ''): string =>
    `select bucket_name, document_title, chunk_content, similarity_score from search_knowledge_chunks($1, '${vector}'${more})`;

  it('are searched for front ends of before by the owner alone, within one model', async () => {
    if (!hasVectors) return;
    const [owner, other] = [await library.owner('Zoo'), await library.owner()];
    const dogs = await library.keep(owner, { title: 'Dogs', content: 'A puppy.' });
    const cars = await library.keep(owner, { title: 'Cars', content: 'A vehicle.' });
    await library.embed(owner.ownerId, dogs, 'model-a', vectorOf);
    await library.embed(owner.ownerId, cars, 'model-b', vectorOf);
    const vector = JSON.stringify(vectorOf('a dog'));
    const found = await library.asUser(owner.ownerId, legacy(vector, `, p_embedding_model => 'model-a'`), [
      owner.ownerId,
    ]);
    expect(found).toMatchObject([{ bucket_name: 'Zoo', document_title: 'Dogs', chunk_content: 'A puppy.' }]);
    expect(found[0]?.['similarity_score']).toBeGreaterThan(0.9);
    const ofOther = legacy(vector, `, p_embedding_model => 'model-b', p_similarity_threshold => 0`);
    expect(await library.asUser(owner.ownerId, ofOther, [owner.ownerId])).toMatchObject([
      { document_title: 'Cars' },
    ]);
    const inCampaigns = legacy(vector, `, 'campaign', p_similarity_threshold => 0`);
    expect(await library.asUser(owner.ownerId, inCampaigns, [owner.ownerId])).toEqual([]);
    expect(await library.asUser(other.ownerId, legacy(vector), [owner.ownerId])).toEqual([]);
    expect(await library.asUser(other.ownerId, legacy(vector), [other.ownerId])).toEqual([]);
  });

  it('and words are fused by the places they give', async () => {
    if (!hasVectors) return;
    const owner = await library.owner();
    for (const [title, content] of [
      ['A', 'Puppy food.'],
      ['B', 'Dog food and toys.'],
      ['C', 'Lemon food.'],
    ] as const)
      await library.embed(owner.ownerId, await library.keep(owner, { title, content }), 'm', vectorOf);
    const seen = [{ model: 'm', dimensions: 1_536, vectors: [vectorOf('dog toys')] }];
    const found = await library.database.as(owner.ownerId, () =>
      passages.search(owner.ownerId, { query: 'dog toys', limit: 3 }, seen),
    );
    expect(found.map(({ document_title: title, ranking }) => [title, ranking])).toEqual([
      ['B', 'both'],
      ['A', 'vector'],
      ['C', 'vector'],
    ]);
    expect(found.map(({ score }) => score)).toEqual(
      [2 / 61, 1 / 62, 1 / 63].map((score) => expect.closeTo(score, 9)),
    );
  });
});

describe('a search', () => {
  it('stays in the buckets, the type and the campaign that are named', async () => {
    const owner = await library.owner();
    const campaignId = randomUUID();
    await library.sql(
      `insert into campaigns (id, name, type, channel, created_by) values ($1, 'Spring', 'email', 'email', $2)`,
      [campaignId, owner.ownerId],
    );
    const [{ id }] = (await library.sql(
      `insert into knowledge_buckets (name, bucket_type, campaign_id, created_by) values ('Spring', 'campaign', $1, $2) returning id`,
      [campaignId, owner.ownerId],
    )) as [{ id: string }];
    await library.keep(owner, { title: 'General', content: 'Otters.' });
    await library.keep({ ...owner, bucketId: id }, { title: 'Spring', content: 'Otters in spring.' });
    const within = async (scope: object): Promise<string[]> => {
      const found = await library.database.as(owner.ownerId, () =>
        passages.search(owner.ownerId, { query: 'otters', limit: 5, ...scope }, []),
      );
      return found.map(({ document_title: title }) => title).toSorted();
    };
    expect(await within({})).toEqual(['General', 'Spring']);
    expect(await within({ bucket_ids: [owner.bucketId] })).toEqual(['General']);
    expect(await within({ bucket_ids: [owner.bucketId, id], bucket_type: 'campaign' })).toEqual(['Spring']);
    expect(await within({ campaign_id: campaignId })).toEqual(['Spring']);
    expect(await within({ campaign_id: owner.ownerId })).toEqual([]);
    expect(await within({ bucket_ids: [] })).toEqual([]);
  });
});

describe('the record of searches', () => {
  it('notes all passages of an answer at once, and is forgotten when it is old', async () => {
    const owner = await library.owner();
    await library.keep(owner, { title: 'One', content: 'Otters.' });
    await library.keep(owner, { title: 'Two', content: 'More otters.' });
    const logs = new AccessLogRepository(library.database);
    const found = await ask(owner.ownerId, 'otters');
    await library.database.as(owner.ownerId, async () => {
      await logs.note(owner.ownerId, { query: 'otters', askedBy: 'agent-7' }, found);
      await logs.note(owner.ownerId, { query: 'nothing', askedBy: 'api' }, []);
    });
    const noted =
      'select agent_type, query_text, similarity_score from knowledge_access_logs where user_id = $1';
    const line = { agent_type: 'agent-7', query_text: 'otters', similarity_score: null };
    expect(await library.asUser(owner.ownerId, noted, [owner.ownerId])).toEqual([line, line]);
    const chunk = found[0]?.chunk_id;
    await library.sql(
      `update knowledge_access_logs set created_at = now() - interval '91 days' where chunk_id = $1`,
      [chunk],
    );
    expect(await logs.forget(new Date(Date.now() - 90 * 24 * 3_600_000), 10)).toBe(1);
    expect(await library.asUser(owner.ownerId, noted, [owner.ownerId])).toEqual([line]);
  });
});
