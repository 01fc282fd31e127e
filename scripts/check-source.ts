/**
 * The house rules that no linter knows, over the parsed sources. Run: `node scripts/check-source.ts`.
 * test/architecture/source.test.ts breaks each of them on purpose.
 */
import { globSync, readFileSync } from 'node:fs';
import ts from 'typescript';

export interface Finding {
  path: string;
  line: number;
  rule: string;
  says: string;
}

interface Rule {
  name: string;
  says: string;
  /** Which files it looks at; all of them when left out. */
  where?: (path: string) => boolean;
  /** The places that break it, as positions in the text. */
  finds: (file: ts.SourceFile, path: string) => number[];
}

const mostConstructorArguments = 6;
const mostParameters = 4;
const inSource = (path: string): boolean => path.startsWith('src/');
const isOutside = (...folders: string[]) => {
  return (path: string): boolean => inSource(path) && !folders.some((folder) => path.startsWith(folder));
};

function everyNode(file: ts.SourceFile): ts.Node[] {
  const nodes: ts.Node[] = [];
  const visit = (node: ts.Node): void => {
    nodes.push(node);
    ts.forEachChild(node, visit);
  };
  visit(file);
  return nodes;
}

/** Positions of the nodes that a test says yes to. */
function where(file: ts.SourceFile, test: (node: ts.Node) => boolean): number[] {
  return everyNode(file)
    .filter(test)
    .map((node) => node.getStart(file));
}

const isProcess = (node: ts.Expression): boolean =>
  (ts.isIdentifier(node) && node.text === 'process') ||
  (ts.isPropertyAccessExpression(node) && node.name.text === 'process');

const textOf = (node: ts.Node | undefined): string =>
  node && (ts.isIdentifier(node) || ts.isStringLiteralLike(node)) ? node.text : '';

/** `process.env`, `process['env']`, `const { env } = process` and any import of node:process. */
function readsEnvironment(node: ts.Node): boolean {
  if (ts.isPropertyAccessExpression(node)) return isProcess(node.expression) && node.name.text === 'env';
  if (ts.isElementAccessExpression(node))
    return isProcess(node.expression) && textOf(node.argumentExpression) === 'env';
  if (ts.isVariableDeclaration(node) && node.initializer && ts.isObjectBindingPattern(node.name))
    return (
      isProcess(node.initializer) &&
      node.name.elements.some((element) => textOf(element.propertyName ?? element.name) === 'env')
    );
  return ts.isImportDeclaration(node) && /^(node:)?process$/.test(textOf(node.moduleSpecifier));
}

const parametersOf = (node: ts.Node): number => {
  if (!ts.isFunctionLike(node) || !('body' in node)) return 0;
  return node.parameters.filter(({ name }) => textOf(name) !== 'this').length;
};

const isDecorator = (node: ts.Node, name: string): boolean =>
  ts.isDecorator(node) && ts.isCallExpression(node.expression) && textOf(node.expression.expression) === name;

const isReExport = (statement: ts.Statement): boolean =>
  ts.isExportDeclaration(statement) && statement.moduleSpecifier !== undefined;

/** Names imported into a file, each with the module it comes from. */
function importedNames(file: ts.SourceFile): Map<string, string> {
  const names = new Map<string, string>();
  for (const statement of file.statements) {
    if (!ts.isImportDeclaration(statement)) continue;
    const bindings = statement.importClause?.namedBindings;
    if (!bindings || !ts.isNamedImports(bindings)) continue;
    for (const { name } of bindings.elements) names.set(name.text, textOf(statement.moduleSpecifier));
  }
  return names;
}

/** The classes that a module file lists as its own but imports from elsewhere. */
function strangersInModule(file: ts.SourceFile): number[] {
  const from = importedNames(file);
  const isStranger = (node: ts.Node): boolean =>
    ts.isIdentifier(node) && (from.get(node.text) ?? './').startsWith('./') === false;
  const listed = everyNode(file)
    .filter((node) => isDecorator(node, 'Module'))
    .flatMap((decorator) => {
      const lists: ts.Expression[] = [];
      const visit = (node: ts.Node): void => {
        if (ts.isPropertyAssignment(node) && /^(controllers|providers|exports)$/.test(textOf(node.name)))
          lists.push(...listItems(node.initializer));
        else ts.forEachChild(node, visit);
      };
      visit(decorator);
      return lists;
    });
  return listed.filter(isStranger).map((node) => node.getStart(file));
}

/** What a list holds, through spreads such as `...provideAll(AGENTS, [A, B])`. */
function listItems(node: ts.Expression): ts.Expression[] {
  if (ts.isArrayLiteralExpression(node)) return node.elements.flatMap(listItems);
  if (ts.isSpreadElement(node)) return listItems(node.expression);
  if (ts.isCallExpression(node))
    return node.arguments.filter((argument) => ts.isArrayLiteralExpression(argument)).flatMap(listItems);
  return [node];
}

const suppression =
  /(?:\/\/|\/\*)\s*(?:@ts-(?:ignore|expect-error|nocheck)|(?:oxlint|eslint)-disable|prettier-ignore)/g;

export const rules: Rule[] = [
  {
    name: 'environment-read-once',
    says: 'Only platform/config reads the environment; ask Settings.',
    where: isOutside('src/platform/config/'),
    finds: (file) => where(file, readsEnvironment),
  },
  {
    name: 'narrow-constructors',
    says: `A constructor takes at most ${mostConstructorArguments} arguments; a class with more does two things.`,
    finds: (file) =>
      where(
        file,
        (node) => ts.isConstructorDeclaration(node) && parametersOf(node) > mostConstructorArguments,
      ),
  },
  {
    name: 'narrow-functions',
    says: `A function takes at most ${mostParameters} parameters; give them a name together.`,
    finds: (file) =>
      where(file, (node) => !ts.isConstructorDeclaration(node) && parametersOf(node) > mostParameters),
  },
  {
    name: 'no-forward-ref',
    says: 'A cycle between modules is broken by a job or a port, not hidden.',
    finds: (file) => where(file, (node) => ts.isIdentifier(node) && node.text === 'forwardRef'),
  },
  {
    name: 'no-barrel-files',
    says: 'A file that only passes others on hides where things are.',
    finds: (file, path) => {
      const passesOn = file.statements.length > 0 && file.statements.every(isReExport);
      return passesOn || /(^|\/)index\.ts$/.test(path) ? [0] : [];
    },
  },
  {
    name: 'no-suppressions',
    says: 'A rule is exempted by path with a reason, never by a comment in the file.',
    finds: (file) => {
      const strings = everyNode(file).filter((node) => ts.isStringLiteralLike(node));
      return [...file.text.matchAll(suppression)]
        .map(({ index }) => index)
        .filter((at) => !strings.some((node) => node.getStart(file) <= at && at < node.end));
    },
  },
  {
    name: 'global-only-where-agreed',
    says: 'Only config, database and logging are @Global.',
    where: isOutside('src/platform/config/', 'src/platform/database/', 'src/platform/logging/'),
    finds: (file) => where(file, (node) => isDecorator(node, 'Global')),
  },
  {
    name: 'names-say-what-a-thing-is',
    says: 'No utils, helpers, common or misc; no Enhanced, Unified, Smart or V2; no I in front.',
    finds: (file, path) => {
      if (/(^|[/.-])(utils?|helpers?|common|shared|misc)[/.-]/.test(path)) return [0];
      return where(
        file,
        (node) =>
          (ts.isClassDeclaration(node) || ts.isInterfaceDeclaration(node)) &&
          /^(Enhanced|Unified|Smart)|V\d+$|^I[A-Z][a-z]/.test(textOf(node.name)),
      );
    },
  },
  {
    name: 'a-module-lists-its-own-folder',
    says: 'Controllers, providers and exports of a module come from its own folder; import the other module.',
    where: (path) => /^src\/.+\/.+\.module\.ts$/.test(path),
    finds: strangersInModule,
  },
  {
    name: 'tables-only-in-repositories',
    says: 'Queries live in a *.repository.ts of the room that owns the table.',
    where: (path) => isOutside('src/platform/database/')(path) && !/\.(repository|spec)\.ts$/.test(path),
    finds: (file) =>
      where(
        file,
        (node) =>
          ts.isCallExpression(node) &&
          ts.isPropertyAccessExpression(node.expression) &&
          node.expression.name.text === 'tables',
      ),
  },
  {
    name: 'lists-hold-no-lists',
    says: 'ValidateNested goes into lists within a list: say EachIs.',
    where: (path) => path !== 'src/platform/http/each-is.decorator.ts',
    finds: (file) =>
      where(file, (node) => ts.isCallExpression(node) && /^ValidateNested\(.*each/s.test(node.getText(file))),
  },
  {
    name: 'status-codes-only-in-http',
    says: 'Throw an AppError of your room; platform/http alone knows status codes.',
    where: isOutside('src/platform/http/'),
    finds: (file) =>
      [...importedNames(file)].some(([name, from]) => name.endsWith('Exception') && from === '@nestjs/common')
        ? [0]
        : [],
  },
];

/** Everything in one file that breaks a house rule. */
export function findingsIn(path: string, text: string): Finding[] {
  const file = ts.createSourceFile(path, text, ts.ScriptTarget.Latest, true);
  return rules
    .filter(({ where: looksAt }) => looksAt?.(path) ?? true)
    .flatMap(({ name, says, finds }) =>
      finds(file, path).map((at) => ({
        path,
        line: file.getLineAndCharacterOfPosition(at).line + 1,
        rule: name,
        says,
      })),
    );
}

if (import.meta.main) {
  const paths = globSync('{src,test,scripts,demo,bench}/**/*.{ts,mjs}', { exclude: ['**/*.generated.ts'] });
  const findings = paths.toSorted().flatMap((path) => findingsIn(path, readFileSync(path, 'utf8')));
  for (const { path, line, rule, says } of findings) console.error(`${path}:${line} ${rule}: ${says}`);
  console.log(`source rules: ${paths.length} files, ${findings.length} findings`);
  process.exitCode = findings.length > 0 ? 1 : 0;
}
