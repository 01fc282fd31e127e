import { z } from 'zod';
import type { JsonSchema, ProviderMessage } from '../providers/ai-provider.js';

/** A form that a model's answer must have. `name` is letters, digits and underscores: providers show it to the model. */
export interface AiShape<T> {
  readonly name: string;
  readonly type: z.ZodType<T>;
}

/** A form as a provider is told it. */
export interface AskedShape {
  readonly name: string;
  readonly schema: JsonSchema;
}

export function schemaOf(shape: AiShape<unknown>): AskedShape {
  return { name: shape.name, schema: z.toJSONSchema(shape.type) };
}

/** Asks for the form in words, for models that have no mode for it. */
export function askForShape({ schema }: AskedShape): string {
  return `Answer with one JSON object and nothing else. It must fit this JSON Schema:\n${JSON.stringify(schema)}`;
}

export type Shaped<T> = { readonly value: T } | { readonly problem: string };

const FENCE = '```';
const OPENING_FENCE = /^\s*```(?:json)?[^\S\n]*\n/i;

/**
 * Reads a model's answer; a code fence around it is taken off. The problem quotes nothing of the answer, which may hold
 * what a page told the model: it goes back to the model as our own words, and to the log.
 */
export function readShaped<T>(shape: AiShape<T>, text: string): Shaped<T> {
  let parsed: unknown;
  try {
    parsed = JSON.parse(withoutFence(text));
  } catch (error) {
    return { problem: `It is not JSON${placeOf(error)}.` };
  }
  const read = shape.type.safeParse(parsed);
  return read.success ? { value: read.data } : { problem: read.error.issues.map(asSentence).join('\n') };
}

/** Looks at each end once: an answer may be long, and all fence and empty lines. */
function withoutFence(text: string): string {
  const [opening] = OPENING_FENCE.exec(text) ?? [];
  if (opening === undefined) return text;
  const inside = text.slice(opening.length).trimEnd();
  return inside.endsWith(FENCE) ? inside.slice(0, -FENCE.length).trim() : text;
}

/** Where JSON ended, as V8 tells it: beside it stands a piece of the text. */
function placeOf(error: unknown): string {
  const [, place] = / at position (\d+)/.exec(error instanceof Error ? error.message : '') ?? [];
  return place === undefined ? '' : ` from character ${place} on`;
}

function asSentence({ code, message, path }: z.core.$ZodIssue): string {
  const what = code === 'unrecognized_keys' ? 'There are keys that the schema does not have' : message;
  return path.length === 0 ? what : `${what}, at ${path.map(asStep).join('.')}`;
}

/** A name of a field or a place in a list; a key of the model's own making may be any text. */
function asStep(step: PropertyKey): string {
  return /^\w{1,40}$/.test(String(step)) ? String(step) : '*';
}

/** The round in which a model may correct its answer. */
export function repairRound(text: string, problem: string): readonly ProviderMessage[] {
  return [
    { role: 'assistant', text, toolCalls: [] },
    {
      role: 'user',
      parts: [
        {
          kind: 'text',
          text: `That does not fit the schema:\n${problem}\nAnswer again with the corrected JSON only.`,
        },
      ],
    },
  ];
}
