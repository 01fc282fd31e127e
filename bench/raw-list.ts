/**
 * What `list` is held against: the newest 50 leads by the same index with the same columns, by Fastify and pg and nothing
 * else. A prepared statement as the owner of the table, without token, row-level security, logging or cursor.
 */
import Fastify from 'fastify';
import pg from 'pg';

const NEWEST = `
  select id, first_name, last_name, full_name as name, full_name, email, email_issues, email_suggestion, email_quality,
    phone, phone_norm, external_id, company, company_name,
    job_title, industry, company_size, country, annual_revenue, source, status, lead_score, score, score_held,
    case when lead_score >= 95 then 'A+' when lead_score >= 90 then 'A' when lead_score >= 85 then 'A-' when lead_score >= 80 then 'B+' when lead_score >= 75 then 'B'
      when lead_score >= 70 then 'B-' when lead_score >= 65 then 'C+' when lead_score >= 60 then 'C' else 'D' end as grade, tags, notes, consent, form_id, campaign_id,
    custom_fields, metadata, enriched_data, origin, field_sources, last_activity_at, created_by, created_at, updated_at
  from leads where created_by = $1 order by created_at desc, id desc limit $2`;

const pool = new pg.Pool({ connectionString: process.env.DATABASE_URL, max: 10 });
const fastify = Fastify();

fastify.get('/health/ready', () => ({ ok: true }));

fastify.get<{ Params: { ownerId: string }; Querystring: { limit: string } }>(
  '/owners/:ownerId/leads',
  async ({ params, query }) => {
    const values = [params.ownerId, Number(query.limit)];
    const { rows } = await pool.query({ name: 'newest', text: NEWEST, values });
    return { success: true, data: rows, error: null };
  },
);

process.on('SIGTERM', () => void fastify.close().then(() => pool.end()));
await fastify.listen({ port: Number(process.env.PORT), host: '127.0.0.1' });
