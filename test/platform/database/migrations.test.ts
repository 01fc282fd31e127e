import { randomUUID } from 'node:crypto';
import { PGlite } from '@electric-sql/pglite';
import { migrate, type SchemaConnection } from '#platform/database/migrator';
import { schemaConnection } from '../../support/schema-connection.js';

let postgres: PGlite;
let connection: SchemaConnection;
beforeAll(async () => {
  postgres = await PGlite.create();
  connection = schemaConnection(postgres);
}, 60_000);
afterAll(() => postgres.close());

const tables = () =>
  connection.query(`select table_schema, table_name from information_schema.tables order by 1, 2`, []);

describe('migrations', () => {
  it('are applied once, in order', async () => {
    const applied = await migrate(connection);
    expect(applied[0]).toBe('0001_platform.sql');
    expect(applied).toEqual(applied.toSorted());
    expect(await migrate(connection)).toEqual([]);
  }, 60_000);

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
