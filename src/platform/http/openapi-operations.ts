import type { OpenAPIObject } from '@nestjs/swagger';
import { scopeOf } from '#platform/auth/api-keys/scopes';
import type { AnswerShape } from './answers.decorator.js';

type Schema = Record<string, unknown>;

interface ObjectSchema {
  properties?: Record<string, Schema>;
  required?: string[];
}

interface Answer {
  description?: string;
  content?: Record<string, { schema?: Schema }>;
}

interface Operation {
  operationId?: string;
  summary?: string;
  security?: unknown[];
  parameters?: { in: string; required?: boolean; schema?: Schema }[];
  requestBody?: unknown;
  responses: Record<string, Answer>;
  'x-answers'?: AnswerShape;
  'x-public'?: boolean;
  'x-admin'?: boolean;
  'x-list'?: 'paged' | 'counted';
  'x-events'?: Record<string, string>;
  'x-fails'?: string[];
  'x-pending'?: string;
  'x-shown-once'?: boolean;
  'x-api-key-scope'?: string;
}

const EXTENSIONS = [
  'x-answers',
  'x-public',
  'x-admin',
  'x-list',
  'x-events',
  'x-fails',
  'x-pending',
  'x-shown-once',
] as const;

const METHODS = ['get', 'post', 'put', 'patch', 'delete'] as const;

const ERRORS: Record<string, string> = {
  400: 'The input is not valid; `errors` names the fields.',
  401: 'No token, or one that is not valid.',
  403: 'For administrators only, or nothing that the API key was given for; `code` says which.',
  404: 'It does not exist, or belongs to somebody else.',
  409: 'It conflicts with what is there, or the same Idempotency-Key is still running.',
  413: 'The body is too large.',
  415: 'The content type is not one this route takes.',
  422: 'The input is well-formed but cannot be done; `code` says why.',
  429: 'Too many requests; `Retry-After` says when to come back.',
  500: 'Something went wrong here.',
  503: 'A part this needs is not available or not configured; the sentence names it.',
};

/** Puts answers into their envelopes and adds the errors, security and headers every operation shares. */
export function completed(document: OpenAPIObject): OpenAPIObject {
  document.components ??= {};
  document.components.schemas = {
    ...document.components.schemas,
    ...(SHARED as unknown as Record<string, never>),
  };
  for (const schema of Object.values(document.components.schemas)) leaveOutDefaults(schema as ObjectSchema);
  const named = new Map<string, number>();
  for (const [path, item] of Object.entries(document.paths))
    for (const method of METHODS) {
      const operation = (item as unknown as Record<string, Operation | undefined>)[method];
      if (!operation) continue;
      complete(operation, method, path);
      operation.operationId = ownName(operation.operationId ?? method, named);
    }
  const used = JSON.stringify(document.paths);
  for (const name of Object.keys(SHARED))
    if (!used.includes(`schemas/${name}"`)) delete document.components.schemas[name];
  return document;
}

/** A route served at several paths is one operation with several names: `Health_summary`, `Health_summary_2`, … */
function ownName(given: string, named: Map<string, number>): string {
  const name = given.replace(/\[\d+\]$/, '');
  const times = (named.get(name) ?? 0) + 1;
  named.set(name, times);
  return times === 1 ? name : `${name}_${times}`;
}

function complete(operation: Operation, method: string, path: string): void {
  const shape = operation['x-answers'] ?? 'data';
  const pending = operation['x-pending'];
  if (pending) operation.responses['202'] = accepted(pending);
  for (const [status, answer] of Object.entries(operation.responses))
    if (status.startsWith('2')) {
      inEnvelope(answer, shape, operation['x-list']);
      if (operation['x-events']) addStream(answer, operation['x-events']);
    }
  for (const parameter of operation.parameters ?? [])
    if (parameter.schema?.['default'] !== undefined) parameter.required = false;
  secure(operation, method, path);
  for (const status of errorsOf(operation, method, path))
    operation.responses[status] ??= {
      description: ERRORS[status] ?? '',
      content: { 'application/json': { schema: { $ref: '#/components/schemas/ErrorBody' } } },
    };
  if (method === 'post' && !operation['x-shown-once'])
    operation.parameters = [...(operation.parameters ?? []), IDEMPOTENCY_KEY as never];
  for (const key of EXTENSIONS) delete operation[key];
}

/** Where a key may come in, it is the other way in; what it needs for that is said beside it. */
function secure(operation: Operation, method: string, path: string): void {
  operation.security = operation['x-public'] ? [] : [{ bearer: [] }];
  const scope = scopeOf(method.toUpperCase(), path);
  if (operation['x-public'] || operation['x-admin'] || scope === undefined || scope === 'closed') return;
  operation.security.push({ apiKey: [] });
  operation['x-api-key-scope'] = scope;
}

function accepted($ref: string): Answer {
  return {
    description: 'It takes longer: the work goes on, and can be followed as a run.',
    content: { 'application/json': { schema: { $ref } } },
  };
}

/** What has a default may be left out; the plugin takes a field with an initial value for a required one. */
function leaveOutDefaults(schema: ObjectSchema): void {
  const { properties = {}, required } = schema;
  if (required) schema.required = required.filter((name) => properties[name]?.['default'] === undefined);
  if (schema.required?.length === 0) delete schema.required;
}

function inEnvelope(answer: Answer, shape: AnswerShape, list: Operation['x-list']): void {
  answer.description ||= 'Done.';
  if (shape === 'raw' || shape === 'stream') return;
  const data = answer.content?.['application/json']?.schema ?? { type: 'object', nullable: true };
  answer.content = { 'application/json': { schema: enveloped(data, shape, list) } };
}

/** One event of a stream; as the document has no word for a stream of them, it is described by what one holds. */
function addStream(answer: Answer, events: Record<string, string>): void {
  const all = Object.entries({ ...events, error: '#/components/schemas/ErrorBody' });
  const oneOf = all.map(([event, data]) => ({
    type: 'object',
    required: ['event', 'data'],
    properties: { event: { type: 'string', enum: [event] }, data: { $ref: data } },
  }));
  const description =
    'Server-sent events, each an `event` line with its name and a `data` line with its data as JSON.';
  answer.content = { ...answer.content, 'text/event-stream': { schema: { description, oneOf } } };
}

function enveloped(data: Schema, shape: AnswerShape, list: Operation['x-list']): Schema {
  if (shape === 'status') return { allOf: [{ $ref: '#/components/schemas/StatusEnvelope' }, data] };
  if (shape === 'success') return { allOf: [{ $ref: '#/components/schemas/SuccessEnvelope' }, data] };
  if (shape === 'both') return { allOf: [data, enveloped(data, 'data', undefined)] };
  const besides = shape === 'message' ? ['message'] : Object.keys(besidesOf(list));
  return {
    type: 'object',
    required: ['success', 'data', 'error', ...besides],
    properties: {
      success: { type: 'boolean', enum: [true] },
      data,
      error: { type: 'string', nullable: true, description: 'Always null in a success.' },
      ...(shape === 'message' && { message: { type: 'string', description: 'The same as `data.message`.' } }),
      ...besidesOf(list),
    },
  };
}

/** What stands beside the items of a list. */
function besidesOf(list: Operation['x-list']): Record<string, Schema> {
  if (!list) return {};
  const next_cursor = {
    type: 'string',
    nullable: true,
    description: 'Send it as `cursor` for the next page.',
  };
  if (list === 'paged') return { next_cursor };
  return {
    next_cursor,
    total: { type: 'integer', description: 'How many there are on all pages.' },
    total_estimated: {
      type: 'boolean',
      description: 'Whether `total` is estimated: beyond 10,000 they are not counted one by one.',
    },
  };
}

function errorsOf(operation: Operation, method: string, path: string): string[] {
  const takesBody = operation.requestBody !== undefined;
  return [
    '400',
    ...(operation['x-public'] ? [] : ['401']),
    ...(operation['x-admin'] || operation['x-api-key-scope'] !== undefined ? ['403'] : []),
    ...(path.includes('{') ? ['404'] : []),
    ...(method === 'post' || method === 'put' ? ['409', '422'] : []),
    ...(takesBody ? ['413', '415'] : []),
    ...(operation['x-fails'] ?? []),
    '429',
    '500',
    '503',
  ];
}

const IDEMPOTENCY_KEY = {
  name: 'Idempotency-Key',
  in: 'header',
  required: false,
  description:
    'The same key and body within 24 hours get the first answer again, marked `Idempotency-Replayed: true`; with another body the key is refused (422).',
  schema: { type: 'string', minLength: 1, maxLength: 255, pattern: '^[!-~]+$' },
};

const SHARED = {
  ErrorBody: {
    type: 'object',
    required: ['success', 'data', 'error', 'detail', 'code', 'request_id'],
    properties: {
      success: { type: 'boolean', enum: [false] },
      data: { type: 'object', nullable: true, description: 'Always null.' },
      error: { type: 'string', example: 'Lead 0198… does not exist.' },
      detail: { type: 'string', description: 'The same sentence, for clients that read `detail`.' },
      code: { type: 'string', example: 'leads/not-found', description: 'Stable: made for programs.' },
      errors: {
        type: 'array',
        items: {
          type: 'object',
          required: ['path', 'message'],
          properties: { path: { type: 'string', example: 'email' }, message: { type: 'string' } },
        },
      },
      request_id: { type: 'string', example: '0198c1f2-7c1e-7000-8000-000000000000' },
    },
  },
  StatusEnvelope: {
    type: 'object',
    required: ['status'],
    properties: { status: { type: 'string', enum: ['success'] } },
  },
  SuccessEnvelope: {
    type: 'object',
    required: ['success'],
    properties: { success: { type: 'boolean', enum: [true] } },
  },
};
