import type { Answer } from '../support/client.js';
import type { Schema } from '../support/documented.js';
import { departures } from './shape.js';
import type { Stage } from './stage.js';
import type { Step } from './step.js';
import { wrongInputs } from './wrong-inputs.js';
import { wrongQueries } from './wrong-queries.js';

const SOURCE = { document_id: 'string', title: 'string', start: 'number', end: 'number', excerpt: 'string' };

interface Wrong {
  field: string;
  input?: unknown;
  query?: string;
  status?: number | undefined;
  sentence?: string | undefined;
}

export const bodyOf = ({ body }: Step, stage: Stage) =>
  typeof body === 'function' ? body(stage.made) : body;

/** Everything wrong that the document or the step tells of is refused, with the field named. */
export async function refusesWhatIsWrong(stage: Stage, step: Step, route: string): Promise<void> {
  const { parameters = [], requestBody } = stage.documented.operation(route);
  const schema = stage.documented.resolved(requestBody?.content['application/json']?.schema ?? {});
  for (const [name, value] of Object.entries(step.defaults ?? {}))
    expect([name, schema.properties?.[name]?.default]).toEqual([name, value]);
  const good = bodyOf(step, stage);
  const takesQuery = parameters.some((parameter) => parameter.in === 'query');
  const told: Wrong[] = [
    ...(takesQuery ? wrongQueries(parameters).map((wrong) => ({ ...wrong, input: good })) : []),
    ...(good ? wrongBodies(stage, step, schema) : []),
  ];
  const taken: object[] = [];
  for (const wrong of told) {
    const answer = await stage.call(
      { ...step, ...(wrong.query && { query: wrong.query }) },
      route,
      wrong.input as object,
    );
    if (!isRefused(answer, wrong))
      taken.push({ ...wrong, answered: [answer.status, answer.text.slice(0, 300)] });
  }
  expect(taken).toEqual([]);
  if (good) expect((await stage.call(step, route, '{')).status).toBe(400);
}

function wrongBodies(stage: Stage, step: Step, schema: Schema): Wrong[] {
  const { refused = [], unread = [] } = step;
  const good = bodyOf(step, stage) as Record<string, unknown>;
  return [
    ...wrongInputs(stage.documented, schema, good).filter(({ field }) => !unread.includes(field)),
    ...refused.map(([change, field, status, sentence]) => {
      return { input: { ...good, ...change }, field, status, sentence };
    }),
  ];
}

function isRefused({ status, body }: Answer, wrong: Wrong): boolean {
  const named = (body?.errors ?? []).map(({ path }: { path: string }) => path);
  return (
    status === (wrong.status ?? 400) &&
    body.success === false &&
    typeof body.code === 'string' &&
    (wrong.field === '' || named.includes(wrong.field)) &&
    (wrong.sentence === undefined ? typeof body.error === 'string' : body.error === wrong.sentence)
  );
}

/** What needs something that is not configured says what that is. */
export function namesTheSetting({ status, body }: Answer, setting: string): void {
  expect({ status, body }).toMatchObject({
    status: 503,
    body: { success: false, data: null, error: expect.stringContaining(setting) },
  });
}

/** The literal shape, the document, and who wrote it; what later steps need is kept. */
export function answersAsDocumented(stage: Stage, answer: Answer, step: Step, withModel: boolean): void {
  const { route, status = 200, answers, ai, provenance, cites, keeps = {} } = step;
  expect([answer.status, answer.status === status ? '' : answer.text]).toEqual([status, '']);
  const { content = {} } = stage.documented.operation(route).responses[status] ?? {};
  const type = (answer.headers.get('content-type') ?? '').split(';')[0] ?? '';
  expect(Object.keys(content)).toContain(type);
  if (typeof answers === 'string') return expect(departures(answers, type)).toEqual([]);
  expect(departures(answers, answer.body)).toEqual([]);
  expect(stage.documented.faults(answer.body, content[type]?.schema ?? {})).toEqual([]);
  if (ai) expect([ai, at(answer.body, ai)]).toEqual([ai, withModel]);
  if (provenance)
    expect(at(answer.body, provenance)).toMatchObject({
      ai: withModel,
      provider: withModel ? 'openai' : 'offline',
    });
  if (cites && withModel) expect(departures([SOURCE], at(answer.body, cites))).toEqual([]);
  for (const [name, path] of Object.entries(keeps)) stage.made[name] = String(at(answer.body, path));
}

/** What stands at a path such as `data.0.id`. */
const at = (body: unknown, path: string): unknown =>
  path.split('.').reduce<unknown>((value, name) => (value as Record<string, unknown> | null)?.[name], body);
