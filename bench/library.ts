import { randomUUID } from 'node:crypto';
import type pg from 'pg';
import { chunksOf } from '#domains/knowledge/chunks/chunk-text';
import { markdownText } from '#domains/knowledge/texts/markdown-text';
import { CORPUS } from '../test/domains/knowledge/corpus/corpus.ts';
import type { Scratch } from './scratch.ts';

const PER_DOCUMENT = 100;
const CHARACTERS = 800;
const MADE_UP = 40_000;
const SYLLABLES =
  'ba ker lo min tra pes quo ven dor sil mar ket ing ton ral sec tiv pro con fer gra phi nel ost urb ance ment'.split(
    ' ',
  );

interface Passage {
  readonly content: string;
  readonly context: string;
}

/**
 * Fills one owner's library: the 23 documents whose questions have known answers, and around them so many passages that half
 * consist of the same words, in any order, and half of words that mean nothing.
 */
export async function seedLibrary({ owner }: Scratch, ownerId: string, passages: number): Promise<void> {
  await owner.query(`set maintenance_work_mem = '512MB'`);
  await owner.query('alter table knowledge_chunks disable trigger user');
  await owner.query('drop index knowledge_chunks_search');
  const bucketId = randomUUID();
  await owner.query(
    `insert into knowledge_buckets (id, name, bucket_type, created_by) values ($1, 'Library', 'general', $2)`,
    [bucketId, ownerId],
  );
  const add = (title: string, found: readonly Passage[]) =>
    addDocument(owner, { ownerId, bucketId, title }, found);
  for (const { title, content } of CORPUS) {
    const { text, headings } = markdownText(content);
    const chunks = chunksOf(text, headings);
    await add(
      title,
      chunks.map((chunk) => ({ content: chunk.content, context: [title, chunk.heading].join('\n') })),
    );
  }
  const noise = new Noise(CORPUS.map(({ content }) => content).join(' '));
  for (let left = passages; left > 0; left -= PER_DOCUMENT) {
    const title = noise.words(40);
    const count = Math.min(left, PER_DOCUMENT);
    await add(
      title,
      Array.from({ length: count }, () => ({ content: noise.words(CHARACTERS), context: title })),
    );
  }
  await owner.query('create index knowledge_chunks_search on knowledge_chunks using gin (search)');
  await owner.query(
    `insert into app.knowledge_terms (created_by, term, chunks, spelling)
     select created_by, term, count(*), app.knowledge_spelling(term)
     from knowledge_chunks, unnest(tsvector_to_array(search)) term where length(term) <= 64 group by 1, 2`,
  );
  await owner.query('alter table knowledge_chunks enable trigger user');
  for (const table of ['knowledge_chunks', 'knowledge_documents', 'app.knowledge_terms'])
    await owner.query(`vacuum analyze ${table}`);
  await owner.query('checkpoint');
}

async function addDocument(
  owner: pg.Client,
  { ownerId, bucketId, title }: { ownerId: string; bucketId: string; title: string },
  passages: readonly Passage[],
): Promise<void> {
  const { rows } = await owner.query<{ id: string }>(
    `insert into knowledge_documents (bucket_id, title, content, created_by, status, chunk_count)
     values ($1, $2, '', $3, 'ready', $4) returning id`,
    [bucketId, title, ownerId, passages.length],
  );
  await owner.query(
    `insert into knowledge_chunks (document_id, bucket_id, created_by, chunk_index, content, content_hash, context,
       start_offset, end_offset)
     select $1, $2, $3, at, content, '', context, 0, length(content)
     from unnest($4::text[], $5::text[]) with ordinality as passage(content, context, at)`,
    [
      rows[0]?.id,
      bucketId,
      ownerId,
      passages.map(({ content }) => content),
      passages.map(({ context }) => context),
    ],
  );
}

/** Words at random, the same in every run. */
class Noise {
  private readonly known: readonly string[];
  private readonly madeUp: readonly string[];
  private state = 7;

  constructor(text: string) {
    this.known = text.match(/[\p{L}\p{N}'-]+/gu) ?? [];
    this.madeUp = Array.from({ length: MADE_UP }, () =>
      Array.from({ length: 2 + this.below(3) }, () => SYLLABLES[this.below(SYLLABLES.length)]).join(''),
    );
  }

  words(length: number): string {
    let text = '';
    for (let count = 1; text.length < length; count++) {
      const word = this.next() < 0.5 ? this.known[this.below(this.known.length)] : this.madeUp[this.rank()];
      text += `${text === '' ? '' : ' '}${word ?? ''}${count % 12 === 0 ? '.' : ''}`;
    }
    return text;
  }

  /** Few words are frequent, and most are rare. */
  private rank(): number {
    return Math.floor(this.next() ** 3 * this.madeUp.length);
  }

  private below(count: number): number {
    return Math.floor(this.next() * count);
  }

  /** Mulberry32: from 0 to below 1. */
  private next(): number {
    this.state = (this.state + 0x6d2b79f5) | 0;
    let bits = Math.imul(this.state ^ (this.state >>> 15), 1 | this.state);
    bits = (bits + Math.imul(bits ^ (bits >>> 7), 61 | bits)) ^ bits;
    return ((bits ^ (bits >>> 14)) >>> 0) / 4_294_967_296;
  }
}
