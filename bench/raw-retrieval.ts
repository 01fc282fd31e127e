/**
 * What `retrieval` is held against: the same ranking by one prepared statement, by Fastify and pg and nothing else. As the
 * owner of the tables: no token, no check of the body, no row-level security, no record of who asked what, no log.
 */
import Fastify from 'fastify';
import pg from 'pg';

const SEARCH = `
  select c.id as chunk_id, c.document_id, c.bucket_id, d.title as document_title, b.name as bucket_name, c.content, c.heading,
    c.page, c.start_offset as start, c.end_offset as "end", 1.0 / (60 + w.place) as score
  from app.knowledge_by_words($1, $2, null, 50) w
  join knowledge_chunks c on c.id = w.id
  join knowledge_documents d on d.id = c.document_id
  join knowledge_buckets b on b.id = c.bucket_id
  order by w.place limit $3`;

const pool = new pg.Pool({ connectionString: process.env.DATABASE_URL, max: 10 });
const fastify = Fastify();

fastify.get('/health/ready', () => ({ ok: true }));

fastify.post<{ Params: { ownerId: string }; Body: { query: string; limit: number } }>(
  '/owners/:ownerId/search',
  async ({ params, body }) => {
    const values = [params.ownerId, body.query, body.limit];
    const { rows } = await pool.query({ name: 'search', text: SEARCH, values });
    return { success: true, data: rows, error: null };
  },
);

process.on('SIGTERM', () => void fastify.close().then(() => pool.end()));
await fastify.listen({ port: Number(process.env.PORT), host: '127.0.0.1' });
