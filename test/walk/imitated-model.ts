import { type ChatCompletionRequest, LLMock } from '@copilotkit/aimock';

interface Form {
  type?: string | string[];
  enum?: unknown[];
  const?: unknown;
  properties?: Record<string, Form>;
  items?: Form;
  anyOf?: Form[];
  minItems?: number;
  minimum?: number;
  maxLength?: number;
  $ref?: string;
  $defs?: Record<string, Form>;
}

const DIMENSIONS = 8;

/** A provider that answers every question with some sentence, and every form filled in with some. */
export async function imitatedModel(): Promise<LLMock> {
  const model = new LLMock({ port: 0 });
  let said = 0;
  model.onEmbedding(/.*/, { embedding: Array.from({ length: DIMENSIONS }, (_, at) => at + 1) });
  model.on({ predicate: () => true }, (request) => ({
    content: answerTo(request, () => `Fresh ideas for the season, number ${(said += 1)} [1].`),
    usage: { prompt_tokens: 12, completion_tokens: 7 },
  }));
  await model.start();
  return model;
}

/** A sentence, or the form that was asked for with one in each field. */
export function answerTo({ response_format }: ChatCompletionRequest, sentence: () => string): string {
  const form = (response_format?.['json_schema'] as { schema?: Form } | undefined)?.schema;
  return form ? JSON.stringify(filled(form, sentence, form)) : sentence();
}

function filled(form: Form, sentence: () => string, root: Form): unknown {
  const inner = (one: Form | undefined) => filled(one ?? {}, sentence, root);
  if (form.$ref) return inner(root.$defs?.[form.$ref.split('/').at(-1) ?? '']);
  if (form.const !== undefined) return form.const;
  if (form.enum) return form.enum[0];
  if (form.anyOf) return inner(form.anyOf[0]);
  const [type] = [form.type].flat();
  if (type === 'object')
    return Object.fromEntries(Object.entries(form.properties ?? {}).map(([name, one]) => [name, inner(one)]));
  if (type === 'array') return Array.from({ length: form.minItems || 3 }, () => inner(form.items));
  if (type === 'number' || type === 'integer') return form.minimum ?? 1;
  return type === 'boolean' ? true : type === 'null' ? null : sentence().slice(0, form.maxLength);
}
