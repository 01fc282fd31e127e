import { pathsOf, textOf } from './sources.js';

const DEFINITION = /= definePrompt[<(]/g;
const VERSION = /\bname: '([\w-]+\.[\w-]+)',\s*version: (\d+)/g;
const SNAPSHOT = /\.toMatch(Inline)?Snapshot\(/;

/** The versions of the prompts that a text defines, as `content.email@1`; `none` for one that cannot be read. */
function versionsIn(text: string): string[] {
  const versions = [...text.matchAll(VERSION)].map(([, name, version]) => `${name}@${version}`);
  return (text.match(DEFINITION) ?? []).map((_, at) => versions[at] ?? 'none');
}

/** The versions that the tests of a file of prompts, and the snapshots beside them, do not hold. */
function unheld(prompts: string, tests: readonly string[]): string[] {
  const areHeld = tests.some((text) => SNAPSHOT.test(text));
  return versionsIn(prompts).filter(
    (version) =>
      !areHeld || !tests.some((text) => text.includes(`${version}"`) || text.includes(`${version} 1`)),
  );
}

describe('a prompt', () => {
  const files = pathsOf('src/**/*.prompt.ts', 'src/**/*.prompts.ts');

  it('has a snapshot of what it says under its version', () => {
    expect(files.length).toBeGreaterThan(0);
    const missing = files.flatMap((path) => {
      const test = path.replace(/\.ts$/, '.spec.ts');
      const tests = pathsOf(test, test.replace(/([^/]+)$/, '__snapshots__/$1.snap')).map(textOf);
      return unheld(textOf(path), tests).map((version) => `${path} ${version}`);
    });
    expect(missing).toEqual([]);
  });

  it('is defined in a file of prompts, where its snapshot is looked for', () => {
    const others = pathsOf('src/**/*.ts').filter((path) => !/\.(prompts?|spec)\.ts$/.test(path));
    expect(others.filter((path) => versionsIn(textOf(path)).length > 0)).toEqual([]);
  });

  it('would be caught without one', () => {
    const prompts = `export const A = definePrompt<{ x: 1 }>({\n  name: 'a.b',\n  version: 12,\n`;
    expect(unheld(prompts, [])).toEqual(['a.b@12']);
    expect(unheld(prompts, ['expect(A).toMatchInlineSnapshot(`"a.b@1"`)'])).toEqual(['a.b@12']);
    expect(unheld(prompts, ['expect(A).toEqual("a.b@12")'])).toEqual(['a.b@12']);
    expect(unheld(prompts, ['expect(A).toMatchInlineSnapshot(`"a.b@12"`)'])).toEqual([]);
    expect(unheld('const A = definePrompt(somewhere);', ['.toMatchSnapshot()'])).toEqual(['none']);
  });
});
