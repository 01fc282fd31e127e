import { randomUUID } from 'node:crypto';
import type { PGlite } from '@electric-sql/pglite';
import { migrate, type SchemaConnection } from '#platform/database/migrator';
import { bareDatabase } from '../../support/bare-database.js';
import { schemaConnection } from '../../support/schema-connection.js';

let postgres: PGlite;
let connection: SchemaConnection;
beforeAll(async () => {
  postgres = await bareDatabase();
  connection = schemaConnection(postgres);
});
afterAll(() => postgres.close());

const tables = () =>
  connection.query(`select table_schema, table_name from information_schema.tables order by 1, 2`, []);

describe('migrations', () => {
  it('are applied once, in order', async () => {
    const applied = await migrate(connection);
    expect(applied[0]).toBe('0001_platform.sql');
    expect(applied).toEqual(applied.toSorted());
    expect(await migrate(connection)).toEqual([]);
  });

  it('clear from forms of before what is no campaign of their owner', async () => {
    const [me, other, mine, theirs] = Array.from({ length: 4 }, () => randomUUID());
    await connection.run(`
      delete from app.migrations where name like '0007%';
      alter table lead_capture_forms drop constraint lead_capture_forms_campaign;
      insert into campaigns (id, name, type, channel, created_by)
      values ('${mine}', 'a', 'email', 'email', '${me}'), ('${theirs}', 'a', 'email', 'email', '${other}');
      insert into lead_capture_forms (name, fields, created_by, campaign_id)
      values ('mine', '[]', '${me}', '${mine}'), ('theirs', '[]', '${me}', '${theirs}'), ('gone', '[]', '${me}', '${me}');
    `);
    expect(await migrate(connection)).toEqual(['0007_campaigns_of_forms.sql']);
    const forms = await connection.query(
      'select name, campaign_id from lead_capture_forms order by name',
      [],
    );
    expect(forms).toEqual([
      { name: 'gone', campaign_id: null },
      { name: 'mine', campaign_id: mine },
      { name: 'theirs', campaign_id: null },
    ]);
  });

  it('count the leads that are there, and read from their history how far they have come', async () => {
    const [me, fallen, arrived] = Array.from({ length: 3 }, () => randomUUID());
    await connection.run(`
      delete from app.migrations where name ~ '^004[89]';
      drop view app.lead_figures cascade;
      drop table lead_counts, lead_count_deltas;
      drop function app.count_leads_on_insert() cascade;
      drop function app.count_leads_on_update() cascade;
      drop function app.count_leads_on_delete() cascade;
      drop function app.lead_facts;
      drop function app.lead_hours;
      drop function app.lead_count_keys;
      drop type app.lead_count_key;
      insert into leads (id, created_by, source, status, lead_score, created_at, updated_at)
      values ('${fallen}', '${me}', 'fair', 'lost', 20, '2026-01-31T23:00:00Z', '2026-02-01'),
        ('${arrived}', '${me}', 'fair', 'contacted', 0, '2026-01-31T23:00:00Z', '2026-02-01'),
        (gen_random_uuid(), '${me}', 'fair', null, 0, '2026-02-01T00:00:00Z', '2026-02-01');
      insert into lead_activities (lead_id, created_by, activity_type, activity_data, occurred_at)
      values ('${fallen}', '${me}', 'status_changed', '{"from":"new","to":"qualified"}', '2026-02-05T00:00:00Z'),
        ('${fallen}', '${me}', 'status_changed', '{"from":"qualified","to":"lost"}', '2026-02-06T00:00:00Z'),
        ('${arrived}', '${me}', 'status_changed', '{"from":"qualified","to":"contacted"}', '2026-02-07T00:00:00Z'),
        ('${arrived}', '${me}', 'status_changed', '{"from":"somewhere","to":"elsewhere"}', '2026-02-07T00:00:00Z');
    `);
    expect(await migrate(connection)).toEqual(['0048_lead_stages.sql', '0049_lead_counts.sql']);
    const stages = `select contacted_at, qualified_at, opportunity_at, updated_at from leads where id = $1`;
    const [far, came] = [new Date('2026-02-05T00:00:00Z'), new Date('2026-01-31T23:00:00Z')];
    const rest = { opportunity_at: null, updated_at: new Date('2026-02-01T00:00:00Z') };
    expect(await connection.query(stages, [fallen])).toEqual([
      { contacted_at: far, qualified_at: far, ...rest },
    ]);
    expect(await connection.query(stages, [arrived])).toEqual([
      { contacted_at: came, qualified_at: came, ...rest },
    ]);
    const counters = await connection.query(
      `select kind, starts::text, key, state, after_hours, leads, score_sum::int, scored from lead_counts
       where span = 'month' and kind in ('source', 'reached') order by 1, 2, 3, 4, 5`,
      [],
    );
    const january = { starts: '2026-01-01', leads: 1, score_sum: 0, scored: 0 };
    const source = { kind: 'source', key: 'fair', after_hours: -1 };
    expect(counters).toEqual([
      ...['contacted', 'qualified'].flatMap((state) =>
        [-1, 0].map((after_hours) => ({ kind: 'reached', key: '', state, after_hours, ...january })),
      ),
      { ...source, state: 'contacted', ...january },
      { ...source, state: 'lost', ...january, score_sum: 20, scored: 1 },
      { ...source, state: 'new', ...january, starts: '2026-02-01' },
    ]);
  });

  it('that are unknown here, because a newer version has been running, are left alone', async () => {
    await connection.run(`insert into app.migrations (name, checksum) values ('9999_future.sql', 'x')`);
    expect(await migrate(connection)).toEqual([]);
  });

  it('refuse to start when an applied file was edited, and change nothing', async () => {
    await connection.run(`delete from app.migrations where name > '0002'`);
    await connection.run(
      `update app.migrations set checksum = 'of another text' where name = '0001_platform.sql'`,
    );
    const before = await tables();
    await expect(migrate(connection)).rejects.toThrow(
      'Migration 0001_platform.sql was edited after it had been applied.',
    );
    await expect(migrate(connection)).rejects.toThrow('was edited');
    expect(await tables()).toEqual(before);
  });
});
