import type { TestClient } from '../../support/client.js';
import { Gateway } from '../../platform/ai/gateway.js';
import { openAiSays } from '../../platform/ai/wire/chat-completions.js';
import type { ScriptedAnswer } from '../../support/scripted-server.js';
import { until } from '../../support/until.js';

export { Gateway };

/** What OpenAI answers in a form. */
export const openAiGives = (value: unknown): ScriptedAnswer => openAiSays(JSON.stringify(value));

/** A lead of the client's, with sound defaults. */
export async function makeLead(client: TestClient, lead: Record<string, unknown> = {}): Promise<string> {
  const email = `lead-${Math.floor(performance.now() * 1_000_000)}@example.org`;
  const made = await client.post('/api/leads', {
    name: 'Ada Lovelace',
    email,
    company: 'Engines Ltd',
    ...lead,
  });
  if (made.status !== 201) throw new Error(`No lead was made: ${made.text}`);
  return String(made.body.data.id);
}

/** What is asked for: an agent, a task, its input and, where it matters, how the run is to go. */
type Wanted = [agent: string, task: string, input: object, how?: { background?: boolean }];

export const execute = (client: TestClient, ...[agent_type, task_type, input_data, how]: Wanted) =>
  client.post('/api/agents/execute', { agent_type, task_type, input_data, ...how });

/** The run as it stands, once it is in one of the states. */
export async function runIn(client: TestClient, id: string, ...states: string[]) {
  const run = async () => (await client.get(`/api/agents/runs/${id}`)).body.data;
  await until(`the run became ${states.join(' or ')}`, async () => states.includes((await run()).status));
  return run();
}
