import { z } from 'zod';
import { isStrict } from '#platform/ai/providers/strict-schema';

const strict = (shape: z.ZodType) => isStrict(z.toJSONSchema(shape));

describe('a shape is enforced to the letter', () => {
  it('when every object in it is closed and whole', () => {
    const person = z.object({ name: z.string(), age: z.int().nullable(), role: z.enum(['a', 'b']) });
    expect(strict(person)).toBe(true);
    expect(strict(z.object({ people: z.array(person).max(3), best: z.union([person, z.null()]) }))).toBe(
      true,
    );
    expect(
      strict(z.object({ kind: z.literal('x'), day: z.iso.date(), code: z.string().regex(/^a+$/) })),
    ).toBe(true);
  });

  it('also when it holds itself', () => {
    interface Tree {
      name: string;
      children: Tree[];
    }
    const tree: z.ZodType<Tree> = z.object({ name: z.string(), children: z.array(z.lazy(() => tree)) });
    expect(strict(z.object({ tree }))).toBe(true);
  });

  it.each([
    ['something may be left out', z.object({ a: z.string().optional() })],
    [
      'something may be left out further in',
      z.object({ a: z.array(z.object({ b: z.string().optional() })) }),
    ],
    ['something may be added', z.looseObject({ a: z.string() })],
    ['something may be added further in', z.object({ a: z.object({ b: z.looseObject({ c: z.string() }) }) })],
    ['it is a dictionary', z.object({ a: z.record(z.string(), z.string()) })],
    ['something may be anything', z.object({ a: z.unknown() })],
    ['a text has a length', z.object({ a: z.string().max(280) })],
    ['a pattern looks around', z.object({ a: z.string().regex(/^(?!x)/) })],
    ['a format is unknown to it', z.object({ a: z.url() })],
    ['it is no object', z.array(z.object({ a: z.string() }))],
    ['it is one of several', z.union([z.object({ a: z.string() }), z.object({ b: z.string() })])],
  ])('but not when %s', (_, shape) => {
    expect(strict(shape)).toBe(false);
  });
});
