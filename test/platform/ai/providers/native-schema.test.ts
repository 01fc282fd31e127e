import { z } from 'zod';
import { nativeSchema } from '#platform/ai/providers/anthropic/native-schema';
import { geminiSchema } from '#platform/ai/providers/google/gemini-schema';

const anthropic = (shape: z.ZodType) => nativeSchema(z.toJSONSchema(shape));
const gemini = (shape: z.ZodType) => geminiSchema(z.toJSONSchema(shape));

interface Tree {
  name: string;
  children: Tree[];
}
const tree: z.ZodType<Tree> = z.object({ name: z.string(), children: z.array(z.lazy(() => tree)) });
const kinds = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('post'), title: z.string().max(80).optional() }),
  z.object({ kind: z.literal('poll'), options: z.array(z.string()).min(2) }),
]);

describe('a shape Anthropic holds the model to', () => {
  it('keeps what its mode knows and tells the rest in words', () => {
    expect(anthropic(z.object({ tags: z.array(z.string()), best: kinds.nullable() }))).toEqual({
      type: 'object',
      properties: {
        tags: { type: 'array', items: { type: 'string' } },
        best: {
          anyOf: [
            {
              anyOf: [
                {
                  type: 'object',
                  properties: {
                    kind: { const: 'post' },
                    title: { type: 'string', description: '{maxLength: 80}' },
                  },
                  additionalProperties: false,
                  required: ['kind'],
                },
                {
                  type: 'object',
                  properties: {
                    kind: { const: 'poll' },
                    options: { type: 'array', items: { type: 'string' }, description: '{minItems: 2}' },
                  },
                  additionalProperties: false,
                  required: ['kind', 'options'],
                },
              ],
            },
            { type: 'null' },
          ],
        },
      },
      additionalProperties: false,
      required: ['tags', 'best'],
    });
  });

  it.each([
    ['is a dictionary', z.object({ a: z.record(z.string(), z.string()) })],
    ['takes more than it names', z.object({ a: z.looseObject({ b: z.string() }) })],
    ['may be anything', z.object({ a: z.unknown() })],
    ['is a list of anything', z.array(z.any())],
    ['is a tuple', z.tuple([z.string(), z.int()])],
    ['contains itself', z.object({ tree })],
  ])('is none that %s', (_, shape) => {
    expect(anthropic(shape)).toBeUndefined();
  });

  it('is none that is two things at once', () => {
    const open = { type: 'object', properties: {} };
    expect(nativeSchema({ allOf: [open, open] })).toBeUndefined();
    expect(nativeSchema({ ...open, allOf: [open] })).toBeUndefined();
  });

  it('may name one part in two places', () => {
    const place = z.object({ city: z.string() }).meta({ id: 'Place' });
    expect(anthropic(z.object({ from: place, to: place }))).toMatchObject({
      $defs: { Place: { type: 'object' } },
      properties: { from: { $ref: '#/$defs/Place' }, to: { $ref: '#/$defs/Place' } },
    });
  });
});

describe('a shape for Gemini', () => {
  it('has a list of one for a fixed value, wherever it is', () => {
    const fixed = { type: 'string', enum: ['post'] };
    const one = z.literal('post');
    expect(gemini(z.object({ const: one, list: z.array(one), by: z.record(z.string(), one) }))).toMatchObject(
      {
        properties: { const: fixed, list: { items: fixed }, by: { additionalProperties: fixed } },
      },
    );
    expect(gemini(kinds)).toMatchObject({ oneOf: [{ properties: { kind: fixed } }, {}] });
    expect(gemini(z.union([one, z.null()]))).toMatchObject({ anyOf: [fixed, { type: 'null' }] });
  });

  it('says nothing beside a reference', () => {
    expect(geminiSchema({ $ref: '#/$defs/Place', description: 'Where.' })).toEqual({ $ref: '#/$defs/Place' });
  });
});
