import { problemsOf } from '#automation/workflows/definitions/definition-check';
import { FORMAT } from '#automation/workflows/definitions/definition';
import { readDefinition } from '#automation/workflows/definitions/read-definition';
import { upgraded } from '#automation/workflows/definitions/upgrades';
import { pathsOf, textOf } from '../../architecture/sources.js';

interface Fixture {
  stored: Record<string, unknown>;
  means: { steps: [id: string, type: string, next: Record<string, string | null>][]; settings: object };
}

/** Definitions as they were kept by former versions of ours. They are never changed: each must be read for ever. */
const FIXTURES = pathsOf('test/automation/workflows/stored/*.json').map((path): [string, Fixture] => [
  path,
  JSON.parse(textOf(path)) as Fixture,
]);

describe('a definition that was kept by a former version', () => {
  it.each(FIXTURES)('is read as it was meant: %s', (_, { stored, means }) => {
    const { definition, issues } = readDefinition(stored);
    expect(issues).toEqual([]);
    expect(definition?.format).toBe(FORMAT);
    expect(definition?.steps.map(({ id, type, next }) => [id, type, next])).toEqual(means.steps);
    expect(definition?.settings).toMatchObject(means.settings);
    expect(problemsOf(definition!)).toEqual([]);
  });

  it('stands here for every format there was', () => {
    const formats = FIXTURES.map(([, { stored }]) => stored['format'] ?? 1);
    for (let format = 1; format <= FORMAT; format++) expect(formats).toContain(format);
  });

  it('is left alone once it is up to date', () => {
    for (const [, { stored }] of FIXTURES) expect(upgraded(upgraded(stored))).toEqual(upgraded(stored));
  });
});
