import ts from 'typescript';
import { pathsOf, textOf } from './sources.js';

/** `describe('x', …)`, `it.each(rows)('x', …)` and their kin: which of the two, and what it is called. */
function titleOf(node: ts.Node, file: ts.SourceFile): { kind: 'describe' | 'it'; name: string } | undefined {
  if (!ts.isCallExpression(node) || node.arguments.length < 2) return undefined;
  const kind = /^(describe|it|test)\b/.exec(node.expression.getText(file))?.[1];
  const title = node.arguments[0]!;
  if (!kind || ts.isArrayLiteralExpression(title)) return undefined;
  const name = ts.isStringLiteralLike(title) ? title.text : title.getText(file);
  return { kind: kind === 'describe' ? 'describe' : 'it', name };
}

function fullNamesIn(path: string, text: string): string[] {
  const file = ts.createSourceFile(path, text, ts.ScriptTarget.Latest, true);
  const names: string[] = [];
  const visit = (node: ts.Node, above: string[]): void => {
    const title = titleOf(node, file);
    const here = title ? [...above, title.name] : above;
    if (title?.kind === 'it') names.push(here.join(' › '));
    ts.forEachChild(node, (child) => visit(child, here));
  };
  visit(file, []);
  return names;
}

const repeatedIn = (names: string[]): string[] => names.filter((name, at) => names.indexOf(name) !== at);

describe('tests', () => {
  it('each have a full name of their own', () => {
    const names = pathsOf('test/**/*.test.ts', 'src/**/*.spec.ts').flatMap((path) =>
      fullNamesIn(path, textOf(path)),
    );
    expect(names.length).toBeGreaterThan(0);
    expect(repeatedIn(names)).toEqual([]);
  });

  it('that share a full name would be noticed', () => {
    const text = `describe('a', () => { it('b', () => {}); describe.each([1])('c', () => { it.each([2])('b', () => {}); }); });`;
    expect(fullNamesIn('a.test.ts', text)).toEqual(['a › b', 'a › c › b']);
    expect(repeatedIn([...fullNamesIn('a.test.ts', text), ...fullNamesIn('b.test.ts', text)])).toHaveLength(
      2,
    );
  });
});
