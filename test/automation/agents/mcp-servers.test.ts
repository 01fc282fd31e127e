import { execute } from './agents.js';
import { FIND, McpStage, SECRET, SEND, SERVERS } from './mcp-server.js';
import { OfficialMcpServer } from './official-mcp-server.js';

const stage = McpStage.set();

describe('somebody who names an MCP server', () => {
  it('sees its tools, which of them may be called, and never what opens it', async () => {
    stage.server.password = SECRET;
    const made = await stage.ada.post(SERVERS, { name: 'crm', url: stage.server.url, auth_value: SECRET });
    expect(made.body.data).toEqual({
      id: expect.any(String),
      name: 'crm',
      url: stage.server.url,
      transport: 'http',
      auth_header: 'Authorization',
      allowed_tools: null,
      enabled: true,
      tools: [],
      tools_pinned_at: null,
      created_at: expect.stringMatching(/Z$/),
      updated_at: expect.stringMatching(/Z$/),
    });
    const { id } = made.body.data;
    const { status, body } = await stage.ada.post(`${SERVERS}/${id}/refresh`, {});
    expect(status).toBe(200);
    expect(body.data).toMatchObject({ added: ['find_contact', 'send_note'], changed: [], gone: [] });
    expect(body.data.server.tools).toEqual([
      {
        name: 'find_contact',
        title: null,
        description: 'Finds a contact',
        input_schema: FIND.inputSchema,
        risk: 'read',
        allowed: true,
        changed: false,
        fingerprint: expect.stringMatching(/^[0-9a-f]{64}$/),
      },
      expect.objectContaining({ name: 'send_note', risk: 'outside', allowed: false }),
    ]);
    expect(stage.server.sessions).toBe(0);
    const [row] = await stage.app.sql('select * from mcp_servers where id = $1', [id]);
    const kept = await stage.app.sql('select * from user_secrets where service_name = $1', [
      `mcp_server:${id}`,
    ]);
    expect(kept).toHaveLength(1);
    const shown = [
      made.text,
      body,
      (await stage.ada.get(SERVERS)).text,
      (await stage.ada.get('/api/user/secrets')).text,
    ];
    for (const text of [...shown, row, kept]) expect(JSON.stringify(text)).not.toContain('very-secret');
  });

  it('is told what is wrong with it', async () => {
    const refused = await stage.ada.post(SERVERS, {
      name: 'a.b',
      url: stage.server.url,
      transport: 'stdio',
      allowed_tools: [1],
    });
    expect(refused.status).toBe(400);
    expect(new Set(refused.body.errors.map(({ path }: { path: string }) => path.split('.')[0]))).toEqual(
      new Set(['name', 'transport', 'allowed_tools']),
    );
    for (const [more, status, code] of [
      [{ url: 'file:///etc/passwd' }, 422, 'web/url-unfit'],
      [{ auth_header: 'X-Key' }, 422, 'mcp/header-incomplete'],
    ] as const)
      expect(await stage.ada.post(SERVERS, { name: 'crm', url: stage.server.url, ...more })).toMatchObject({
        status,
        body: { code },
      });
    await stage.named();
    expect(await stage.ada.post(SERVERS, { name: 'crm', url: stage.server.url })).toMatchObject({
      status: 409,
      body: { code: 'mcp/name-taken' },
    });
  });

  it('may keep fifty', async () => {
    const { id, client } = await stage.app.newUser();
    await stage.app.sql(
      `insert into mcp_servers (id, user_id, name, url) select gen_random_uuid(), $1, 's' || n, 'https://a.example/' from generate_series(1, 50) n`,
      [id],
    );
    expect((await client.post(SERVERS, { name: 'crm', url: stage.server.url })).body.code).toBe(
      'mcp/too-many-servers',
    );
    const first = await client.get(`${SERVERS}?limit=30`);
    const second = await client.get(`${SERVERS}?limit=30&cursor=${first.body.next_cursor}`);
    expect([first.body.data.length, second.body.data.length]).toEqual([30, 20]);
  });

  it('is alone in seeing and using it', async () => {
    const id = await stage.named();
    const { client: eve } = await stage.app.newUser();
    for (const answer of [
      await eve.get(`${SERVERS}/${id}`),
      await eve.put(`${SERVERS}/${id}`, { enabled: false }),
      await eve.post(`${SERVERS}/${id}/refresh`, {}),
      await eve.delete(`${SERVERS}/${id}`),
      await execute(eve, 'mcp', 'call_tool', { server: id, tool: 'find_contact' }),
      await stage.call('find_contact', { email: 'a@b.c' }, eve),
    ])
      expect(answer).toMatchObject({ status: 404, body: { code: 'mcp/server-not-found' } });
    expect((await eve.get(SERVERS)).body.data).toEqual([]);
    expect((await execute(eve, 'mcp', 'list_tools', {})).body.data.result).toEqual({ tools: [], total: 0 });
  });

  it('begins anew with another address: what was allowed and what opens it are not taken there', async () => {
    const id = await stage.named({ auth_value: SECRET, allowed_tools: ['send_note'] });
    const other = `${stage.server.url}/other`;
    expect((await stage.ada.put(`${SERVERS}/${id}`, { url: other })).body.code).toBe('mcp/header-incomplete');
    const moved = await stage.ada.put(`${SERVERS}/${id}`, { url: other, auth_header: null });
    expect(moved.body.data).toMatchObject({ url: other, auth_header: null, allowed_tools: null, tools: [] });
    await stage.ada.post(`${SERVERS}/${id}/refresh`, {});
    expect(stage.server.seen.at(-1)?.headers.authorization).toBeUndefined();
    expect((await stage.ada.delete(`${SERVERS}/${id}`)).body.data).toEqual({ deleted: true });
    expect((await stage.ada.get(`${SERVERS}/${id}`)).status).toBe(404);
  });

  it('learns that a private address is not reached', async () => {
    const { body } = await stage.ada.post(SERVERS, { name: 'inside', url: 'http://127.0.0.2:8080/mcp' });
    const refused = await stage.ada.post(`${SERVERS}/${body.data.id}/refresh`, {});
    expect(refused).toMatchObject({ status: 422, body: { code: 'web/address-refused' } });
  });

  it.each([
    ['wants another header', () => (stage.server.password = SECRET), 'mcp/unauthorized'],
    ['speaks something else', () => (stage.server.tools = 'none' as never), 'mcp/server-unfit'],
    [
      'offers too many tools',
      () => (stage.server.tools = Array.from({ length: 201 }, (_, n) => ({ ...SEND, name: `tool_${n}` }))),
      'mcp/too-much',
    ],
    [
      'answers more than a mebibyte',
      () => (stage.server.tools = [{ ...SEND, description: 'x'.repeat(1_100_000) }]),
      'web/too-large',
    ],
  ])('learns that a server %s', async (_, prepare, code) => {
    prepare();
    const { body } = await stage.ada.post(SERVERS, { name: 'crm', url: stage.server.url });
    expect(await stage.ada.post(`${SERVERS}/${body.data.id}/refresh`, {})).toMatchObject({
      status: 422,
      body: { code },
    });
  });
});

describe('a server made with the official library', () => {
  it.each([
    ['with sessions, as a stream of events', { sessions: true, json: false }],
    ['with sessions, as JSON', { sessions: true, json: true }],
    ['without sessions, as a stream of events', { sessions: false, json: false }],
    ['without sessions, as JSON', { sessions: false, json: true }],
  ])('is understood: %s', async (_, manner) => {
    const official = await OfficialMcpServer.start(manner);
    try {
      const id = await stage.named({ url: official.url });
      const { tools } = (await stage.ada.get(`${SERVERS}/${id}`)).body.data;
      expect(tools).toMatchObject([
        { name: 'find_contact', title: 'Find a contact', risk: 'read', allowed: true },
        { name: 'fail', risk: 'read' },
      ]);
      expect((await stage.call('find_contact', { email: 5 })).body.code).toBe('mcp/arguments-unfit');
      const called = (await stage.call('find_contact', { email: 'ada@example.org' })).body.data.result;
      expect(called).toMatchObject({
        success: true,
        content: [{ kind: 'text', text: 'Found ada@example.org' }],
        structured_content: { id: 7, email: 'ada@example.org' },
      });
      expect((await stage.call('fail')).body.data.result).toMatchObject({
        success: false,
        content: [{ text: 'The database is down' }],
      });
      const of = async (task: string, more: object = {}) =>
        (await execute(stage.ada, 'mcp', task, { server: 'crm', ...more })).body.data.result;
      expect((await of('list_resources')).resources).toMatchObject([{ uri: 'crm://contacts' }]);
      expect((await of('list_prompts')).prompts).toMatchObject([
        { name: 'greet', arguments: [{ name: 'name', required: true }] },
      ]);
      expect((await of('read_resource', { uri: 'crm://contacts' })).content).toMatchObject([
        { kind: 'resource', mime_type: 'text/csv', text: 'email\nada@example.org' },
      ]);
      expect(official.open.size).toBe(0);
    } finally {
      await official.close();
    }
  });
});
