import { execute } from './agents.js';
import { McpStage } from './mcp-server.js';

const stage = McpStage.set();

describe('what else a server has', () => {
  it('is listed and read', async () => {
    stage.server.resources = [{ uri: 'crm://contacts', name: 'Contacts', mimeType: 'text/plain' }];
    stage.server.prompts = [
      { name: 'greet', description: 'Greets', arguments: [{ name: 'who', required: true }] },
    ];
    await stage.named();
    const of = async (task: string, more: object = {}) =>
      (await execute(stage.ada, 'mcp', task, { server: 'crm', ...more })).body;
    expect((await of('list_resources')).data.result).toEqual({
      server: 'crm',
      resources: [{ uri: 'crm://contacts', name: 'Contacts', description: '', mime_type: 'text/plain' }],
      untrusted: true,
    });
    expect((await of('list_prompts')).data.result.prompts).toEqual([
      { name: 'greet', description: 'Greets', arguments: [{ name: 'who', description: '', required: true }] },
    ]);
    expect((await of('read_resource', { uri: 'crm://contacts' })).data.result).toMatchObject({
      uri: 'crm://contacts',
      content: [{ kind: 'resource', text: 'Ada' }],
    });
    expect((await of('read_resource', { uri: 'crm://nothing' })).code).toBe('mcp/refused');
    expect((await execute(stage.ada, 'mcp', 'list_tools', {})).body.data.result).toMatchObject({
      total: 2,
      tools: [
        { key: 'crm.find_contact', allowed: true, risk: 'read' },
        { key: 'crm.send_note', allowed: false, risk: 'outside' },
      ],
    });
  });
});

describe('a workflow of tools', () => {
  const find = { name: 'find', tool: 'crm.find_contact', parameters: { email: 'ada@example.org' } };

  it('hands what came of one step to the next', async () => {
    await stage.named({ allowed_tools: ['find_contact', 'send_note'] });
    const { body } = await execute(stage.ada, 'mcp', 'execute_marketing_workflow', {
      id: 'welcome',
      steps: [
        { ...find, pass_to_next: { contact_id: 'contact.id' } },
        { name: 'note', tool: 'crm.send_note', parameters: { text: 'Hello' } },
      ],
    });
    expect(body.data.result).toEqual({
      workflow_id: 'welcome',
      completed_at: expect.stringMatching(/Z$/),
      results: {
        find: {
          success: true,
          result: { contact: { id: 7, email: 'ada@example.org' } },
          timestamp: expect.stringMatching(/Z$/),
        },
        note: {
          success: true,
          result: { sent: { text: 'Hello', contact_id: 7 } },
          timestamp: expect.stringMatching(/Z$/),
        },
      },
      success: true,
      untrusted: true,
    });
  });

  it('goes on after a step that failed, unless that one was critical', async () => {
    await stage.named();
    const wrong = { name: 'wrong', tool: 'crm.send_note' };
    const of = async (...steps: object[]) =>
      (await execute(stage.ada, 'mcp', 'execute_marketing_workflow', { steps })).body.data.result;
    const went = await of(wrong, find);
    expect(went).toMatchObject({
      success: false,
      results: {
        wrong: { success: false, error: expect.stringContaining('not allowed') },
        find: { success: true },
      },
    });
    const stopped = await of({ ...wrong, critical: true }, find);
    expect(Object.keys(stopped.results)).toEqual(['wrong']);
    const missing = await of(
      { ...find, pass_to_next: { email: 'contact.phone' } },
      { ...find, name: 'again' },
    );
    expect(missing.results.again).toMatchObject({
      success: false,
      error: 'The step before has given nothing at contact.phone.',
    });
  });

  it('is refused when it is none', async () => {
    const refused = await execute(stage.ada, 'mcp', 'execute_marketing_workflow', {
      steps: [{ ...find, tool: 'no_server' }, find],
    });
    expect(refused.status).toBe(400);
    expect(refused.body.errors.map(({ path }: { path: string }) => path)).toContain('steps.0.tool');
    const twenty_one = Array.from({ length: 21 }, (_, n) => ({ ...find, name: `${n}` }));
    expect(
      (await execute(stage.ada, 'mcp', 'execute_marketing_workflow', { steps: twenty_one })).status,
    ).toBe(400);
  });
});
