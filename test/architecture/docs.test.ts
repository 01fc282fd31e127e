import { existsSync } from 'node:fs';
import { dirname, join, normalize } from 'node:path';
import { pathsOf, roomOf, root, textOf } from './sources.js';

const written =
  /^(src|test|docs|scripts|demo|bench|\.ci)\/|^[\w.-]+\.(md|json|ts|mjs|cjs)$|^(Dockerfile|LICENSE)$/;
const isPattern = (path: string): boolean => /[*{}<>…$ ]|NNNN/.test(path);

/** Links to files, and words in code marks that look like a path of ours, as paths below the root. */
function pathsIn(document: string, text: string): string[] {
  const links = [...text.matchAll(/\]\(([^)\s#]+)(?:#[^)]*)?\)/g)]
    .map((match) => match[1]!)
    .filter((target) => !/^[a-z]+:/.test(target))
    .map((target) => normalize(join(dirname(document), target)));
  const marked = [...text.matchAll(/`([^`\n]+)`/g)]
    .map((match) => match[1]!)
    .filter((word) => written.test(word) && !isPattern(word));
  return [...links, ...marked];
}

const commandsIn = (text: string): string[] =>
  [...text.matchAll(/npm run (?:--silent )?([a-z][\w:-]*)/g)].map((match) => match[1]!);

describe('the documents', () => {
  const documents = pathsOf('README.md', 'docs/**/*.md');
  const { scripts } = JSON.parse(textOf('package.json')) as { scripts: Record<string, string> };

  it('name only files that exist', () => {
    const missing = documents.flatMap((document) =>
      pathsIn(document, textOf(document))
        .filter((path) => !existsSync(join(root, path)))
        .map((path) => `${document} names ${path}`),
    );
    expect(documents).toContain('README.md');
    expect(missing).toEqual([]);
  });

  it('name every room in docs/architecture.md, and no other', () => {
    const rooms = new Set(pathsOf('src/{platform,domains,automation}/*/**/*.ts').map(roomOf));
    const named = [
      ...textOf('docs/architecture.md').matchAll(/^\| `((?:platform|domains|automation)\/[^`]+)` +\|/gm),
    ];
    expect(named.map((match) => match[1]!).toSorted()).toEqual([...rooms].toSorted());
  });

  it('name only commands that exist', () => {
    const missing = documents.flatMap((document) =>
      commandsIn(textOf(document))
        .filter((name) => !(name in scripts))
        .map((name) => `${document} names npm run ${name}`),
    );
    expect(missing).toEqual([]);
  });

  it('would be caught naming a file that is gone', () => {
    const text = 'See [rooms](../src/gone.ts#part), `docs/gone.md`, `src/*.ts` and <https://example.com>.';
    expect(pathsIn('docs/a.md', text)).toEqual(['src/gone.ts', 'docs/gone.md']);
  });
});
