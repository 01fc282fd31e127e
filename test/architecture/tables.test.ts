import { pathsOf, roomOf, textOf } from './sources.js';

interface Source {
  path: string;
  text: string;
}

const group = (text: string, pattern: RegExp): string[] =>
  [...text.matchAll(pattern)].map((match) => match[1]!);

/** Table names by the rooms whose repositories ask for them. */
function ownersOf(repositories: Source[]): Map<string, Set<string>> {
  const owners = new Map<string, Set<string>>();
  for (const { path, text } of repositories)
    for (const names of group(text, /\.tables\(([^)]*)\)/g))
      for (const table of group(names, /['"]([^'"]+)['"]/g))
        owners.set(table, (owners.get(table) ?? new Set()).add(roomOf(path)));
  return owners;
}

const shared = (owners: Map<string, Set<string>>): string[] =>
  [...owners]
    .filter(([, rooms]) => rooms.size > 1)
    .map(([table, rooms]) => `${table}: ${[...rooms].join(', ')}`);

/** Written SQL that names a table another room owns. */
function trespassesIn(sources: Source[], owners: Map<string, Set<string>>): string[] {
  return sources.flatMap(({ path, text }) =>
    group(text, /\bsql(?:<[^`]*?>)?`([^`]*)`/g)
      .flatMap((sql) => group(sql, /\b(?:from|join|into|update)\s+(?:public\.)?([a-z_]+)/gi))
      .filter((table) => owners.has(table) && !owners.get(table)!.has(roomOf(path)))
      .map((table) => `${path} names ${table}`),
  );
}

const read = (path: string): Source => ({ path, text: textOf(path) });

describe('tables', () => {
  const owners = ownersOf(pathsOf('src/**/*.repository.ts').map(read));

  it('have exactly one owning room each', () => {
    expect(owners.size).toBeGreaterThan(0);
    expect(shared(owners)).toEqual([]);
  });

  it('are not named in the SQL of a room that does not own them', () => {
    expect(trespassesIn(pathsOf('src/{domains,automation}/**/*.ts').map(read), owners)).toEqual([]);
  });

  it('with two owners, or a trespasser, would be noticed', () => {
    const mine = { path: 'src/domains/a/a.repository.ts', text: `this.database.tables('things', "words")` };
    const theirs = { path: 'src/domains/b/b.repository.ts', text: `this.database.tables(\n  'things',\n)` };
    const writes = { path: 'src/domains/c/c.repository.ts', text: 'sql<Row>`select 1 from words`' };
    expect(shared(ownersOf([mine, theirs]))).toEqual(['things: domains/a, domains/b']);
    expect(trespassesIn([writes, mine], ownersOf([mine]))).toEqual([`${writes.path} names words`]);
  });
});
