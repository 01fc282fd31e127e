import { randomUUID } from 'node:crypto';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Global, Injectable, Module } from '@nestjs/common';
import { KeyTester, type KeyVerdict } from '#platform/secrets/testing/key-tester';
import { OpenedSecrets } from '#platform/secrets/opened-secrets';
import type { SecretServiceName } from '#platform/secrets/secret-services';
import { Secrets } from '#platform/secrets/secrets';
import { VaultAiKeys } from '#platform/secrets/vault-ai-keys';
import { startApp, type TestApp } from '../../support/app.js';
import type { TestClient } from '../../support/client.js';
import { onEmbedded } from '../../support/where.js';
import { addOldRow, keyFor, recordOf } from './vault.js';

const MASTER_KEY = 'ab01'.repeat(16);
const LIST = '/api/user/secrets';

let app: TestApp;
let service: Server;
let serviceUrl: string;

/** Tries keys at a server of the test's own: the status it answers is in the key. */
@Injectable()
class WireTester extends KeyTester {
  readonly services = ['json2video_api_key'] as const;

  async test(_: SecretServiceName, value: string, signal: AbortSignal): Promise<KeyVerdict> {
    const { status } = await fetch(`${serviceUrl}/${value}`, { signal });
    if (status === 200) return 'ok';
    return status === 401 ? 'invalid_key' : status === 402 ? 'no_quota' : 'no_scope';
  }
}

@Global()
@Module({ providers: [WireTester] })
class WireTesterModule {}

beforeAll(async () => {
  service = createServer((request, reply) => {
    const status = /-(\d{3})-/.exec(request.url ?? '')?.[1];
    if (status === undefined) request.socket.destroy();
    else reply.writeHead(Number(status)).end();
  }).listen(0, '127.0.0.1');
  serviceUrl = await new Promise((resolve) =>
    service.once('listening', () => resolve(`http://127.0.0.1:${(service.address() as AddressInfo).port}`)),
  );
  app = await startApp({ roles: 'web', modules: [WireTesterModule] });
});
afterAll(async () => {
  await app.close();
  service.closeAllConnections();
  service.close();
});

const listOf = async (client: TestClient) => (await client.get(LIST)).body.data;
const put = (client: TestClient, name: string, value: unknown) => client.put(`${LIST}/${name}`, { value });

describe('another user', () => {
  it('sees, tries, replaces and removes only own keys', async () => {
    const [ann, bob] = [await app.newUser(), await app.newUser()];
    const value = keyFor.openai();
    await put(ann.client, 'openai', value);
    const before = await listOf(ann.client);
    expect(await listOf(bob.client)).toEqual([]);
    const refused = await bob.client.delete(`${LIST}/openai`);
    const never = await bob.client.delete(`${LIST}/anthropic`);
    expect([refused.status, refused.body.code]).toEqual([404, never.body.code]);
    expect((await bob.client.post(`${LIST}/openai/test`)).status).toBe(404);
    await put(bob.client, 'openai', keyFor.openai());
    await bob.client.delete(`${LIST}/openai`);
    expect(await listOf(ann.client)).toEqual(before);
    expect(await app.get(Secrets).read(ann.id, 'openai_api_key')).toBe(value);
    expect(await app.get(Secrets).read(bob.id, 'openai_api_key')).toBeUndefined();
  });

  it('cannot use a sealed value that was put into the own row, nor can another service', async () => {
    const [ann, bob] = [await app.newUser(), await app.newUser()];
    await put(ann.client, 'openai', keyFor.openai());
    await put(bob.client, 'openai', keyFor.openai());
    await put(ann.client, 'mistral', keyFor.mistral());
    const swap = `update user_secrets t set encrypted_value = s.encrypted_value, initialization_vector = s.initialization_vector
      from user_secrets s where t.user_id = $1 and t.service_name = $2 and s.user_id = $3 and s.service_name = 'openai_api_key'`;
    await app.sql(swap, [bob.id, 'openai_api_key', ann.id]);
    await app.sql(swap, [ann.id, 'mistral_api_key', ann.id]);
    for (const [id, client, name] of [
      [bob.id, bob.client, 'openai_api_key'],
      [ann.id, ann.client, 'mistral_api_key'],
    ] as const) {
      await expect(app.get(Secrets).read(id, name)).rejects.toMatchObject({ code: 'secrets/unreadable' });
      const listed = (await listOf(client)).find((entry: { service: string }) => entry.service === name);
      expect(listed).toMatchObject({ mask: null, fingerprint: null, problem: 'unreadable', is_active: true });
      const tried = await client.post(`${LIST}/${name}/test`);
      expect([tried.status, tried.body.code]).toEqual([409, 'secrets/unreadable']);
      const failed = (await recordOf(app, id)).filter(({ success }) => !success);
      expect(failed).toMatchObject([
        { operation: 'read', service_name: name, error_message: expect.any(String) },
      ]);
      await put(client, name, name === 'openai_api_key' ? keyFor.openai() : keyFor.mistral());
      expect(await app.get(Secrets).read(id, name)).toEqual(expect.any(String));
    }
  });

  onEmbedded('with a token at the REST interface neither reads sealed values nor writes', async () => {
    const [ann, bob] = [await app.newUser(), await app.newUser()];
    await put(ann.client, 'openai', keyFor.openai());
    const table = '/rest/v1/user_secrets';
    const columns = 'service_name,created_at,updated_at,last_used_at,is_active,metadata,fingerprint';
    const own = await ann.client.get(`${table}?select=${columns}`);
    expect(own.status).toBe(200);
    expect(own.body).toMatchObject([{ service_name: 'openai_api_key', is_active: true, metadata: {} }]);
    expect((await bob.client.get(`${table}?select=${columns}`)).body).toEqual([]);
    for (const select of ['*', 'encrypted_value', 'initialization_vector'])
      expect((await ann.client.get(`${table}?select=${select}`)).status).toBeGreaterThanOrEqual(400);
    const before = await app.sql('select * from user_secrets where user_id = $1', [ann.id]);
    const row = {
      user_id: ann.id,
      service_name: 'x',
      encrypted_value: 'eA==',
      initialization_vector: 'eA==',
    };
    for (const { client } of [ann, bob]) {
      expect((await client.post(table, row)).status).toBeGreaterThanOrEqual(400);
      await client.patch(`${table}?user_id=eq.${ann.id}`, { is_active: false, service_name: 'mine' });
      await client.delete(`${table}?user_id=eq.${ann.id}`);
      await client.patch(`/rest/v1/secret_audit_logs?user_id=eq.${ann.id}`, { success: false });
      await client.delete(`/rest/v1/secret_audit_logs?user_id=eq.${ann.id}`);
      const forged = { user_id: ann.id, service_name: 'x', operation: 'read', success: true };
      expect((await client.post('/rest/v1/secret_audit_logs', forged)).status).toBeGreaterThanOrEqual(400);
    }
    expect(await app.sql('select * from user_secrets where user_id = $1', [ann.id])).toEqual(before);
    expect((await ann.client.get('/rest/v1/secret_audit_logs?select=operation')).body).toEqual([
      { operation: 'create' },
    ]);
    expect((await bob.client.get('/rest/v1/secret_audit_logs')).body).toEqual([]);
    expect((await app.anonymous.get(`${table}?select=${columns}`)).body).not.toMatchObject([{}]);
  });
});

describe('the door to the values', () => {
  it('opens them, and notes the use at most once a minute', async () => {
    const { id, client } = await app.newUser();
    const value = keyFor.openai();
    const saved = (await put(client, 'openai', value)).body.data;
    const used = async () => (await listOf(client))[0].last_used_at;
    expect(await used()).toBeNull();
    const readAfresh = () => {
      app.get(OpenedSecrets).forget(id);
      return app.get(Secrets).read(id, 'openai_api_key');
    };
    for (let times = 0; times < 5; times++) expect(await readAfresh()).toBe(value);
    const first = await used();
    expect(first).not.toBeNull();
    const reads = async () =>
      (await recordOf(app, id)).filter(({ operation }) => operation === 'read').length;
    expect(await reads()).toBe(1);
    await app.sql(`update user_secrets set last_used_at = now() - interval '61 seconds' where user_id = $1`, [
      id,
    ]);
    expect(await readAfresh()).toBe(value);
    expect(await reads()).toBe(2);
    expect((await listOf(client))[0].updated_at).toBe(saved.updated_at);
  });

  it('asks the database once for many, and not again for a while', async () => {
    const { id, client } = await app.newUser();
    const value = keyFor.openai();
    await put(client, 'openai', value);
    const names = ['openai_api_key', 'mistral_api_key'] as const;
    expect(await app.get(Secrets).readMany(id, names)).toEqual({ openai_api_key: value });
    await app.sql('delete from user_secrets where user_id = $1', [id]);
    expect(await app.get(Secrets).readMany(id, names)).toEqual({ openai_api_key: value });
    await addOldRow(app, { userId: id, service: 'mistral_api_key', value: 'unseen', masterKey: MASTER_KEY });
    expect(await app.get(Secrets).read(id, 'mistral_api_key')).toBeUndefined();
    app.get(OpenedSecrets).forget(id);
    expect(await app.get(Secrets).readMany(id, names)).toEqual({ mistral_api_key: 'unseen' });
  });

  it('gives the AI door each provider’s key, and says of one that cannot be opened that it is there', async () => {
    const { id, client } = await app.newUser();
    const openai = { key: keyFor.openai() };
    const keys = { openai, anthropic: { key: keyFor.anthropic() }, mistral: { key: keyFor.mistral() } };
    for (const [name, { key }] of Object.entries(keys)) await put(client, name, key);
    const row = { userId: id, service: 'gemini_api_key_encrypted', value: 'AIza-by-a-browser' };
    await addOldRow(app, { ...row, masterKey: MASTER_KEY });
    expect(await app.get(VaultAiKeys).keysOf(id)).toEqual({ ...keys, google: { key: row.value } });
    expect((await listOf(client))[3]).toMatchObject({
      service: row.service,
      mask: 'AIza…wser',
      problem: null,
    });
    await app.sql(`update user_secrets set encrypted_value = 'AAAA' where user_id = $1 and format = 1`, [id]);
    app.get(OpenedSecrets).forget(id);
    const problem = expect.objectContaining({ code: 'secrets/unreadable' });
    expect(await app.get(VaultAiKeys).keysOf(id)).toEqual({ ...keys, google: { problem } });
    expect(await app.get(VaultAiKeys).keysOf(randomUUID())).toEqual({});
  });
});

describe('trying a key', () => {
  it.each([
    ['200', 'ok'],
    ['401', 'invalid_key'],
    ['402', 'no_quota'],
    ['403', 'no_scope'],
    ['xxx', 'unreachable'],
  ])('of which the service says %s answers %s', async (status, result) => {
    const { client } = await app.newUser();
    await put(client, 'json2video_api_key', `key-${status}-${randomUUID()}`);
    const tried = await client.post(`${LIST}/json2video_api_key/test`);
    expect(tried.status).toBe(200);
    expect(tried.body.data).toEqual({ service: 'json2video_api_key', result });
  });

  it('is refused where nobody knows how, and for services that we do not know', async () => {
    const { client } = await app.newUser();
    await put(client, 'tiktok_access_token', 'x'.repeat(40));
    const untestable = await client.post(`${LIST}/tiktok_access_token/test`);
    expect([untestable.status, untestable.body.code]).toEqual([422, 'secrets/untestable']);
    const unknown = await client.post(`${LIST}/aws/test`);
    expect([unknown.status, unknown.body.code]).toEqual([422, 'secrets/service-unknown']);
  });
});
