import fc from 'fast-check';
import { fingerprintOf } from './mcp-tool.js';

const TOOL = { name: 'search', description: 'Finds', inputSchema: { type: 'object', required: ['a', 'b'] } };

/** The same value with the fields of every object in the opposite order. */
function turned(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(turned);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .toReversed()
      .map(([name, held]) => [name, turned(held)]),
  );
}

describe('the fingerprint of a tool', () => {
  it('does not depend on the order of fields', () => {
    fc.assert(
      fc.property(fc.dictionary(fc.string(), fc.jsonValue()), (description) => {
        expect(fingerprintOf(turned(description))).toBe(fingerprintOf(description));
      }),
    );
  });

  it.each([
    ['its description', { ...TOOL, description: 'Finds.' }],
    ['a type in its schema', { ...TOOL, inputSchema: { ...TOOL.inputSchema, type: ['object'] } }],
    ['the order of a list', { ...TOOL, inputSchema: { ...TOOL.inputSchema, required: ['b', 'a'] } }],
    ['what it says of its risk', { ...TOOL, annotations: { readOnlyHint: true } }],
  ])('changes with %s', (_, changed) => {
    expect(fingerprintOf(changed)).not.toBe(fingerprintOf(TOOL));
  });
});
