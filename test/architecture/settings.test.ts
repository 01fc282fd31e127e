import ts from 'typescript';
import { pathsOf, textOf } from './sources.js';

/** The properties of the settings class that are named like environment variables. */
function settingsIn(text: string): string[] {
  const file = ts.createSourceFile('settings.ts', text, ts.ScriptTarget.Latest, true);
  return file.statements
    .filter((statement) => ts.isClassDeclaration(statement))
    .filter((declaration) => declaration.name?.text.endsWith('Settings'))
    .flatMap((declaration) => declaration.members.filter((member) => ts.isPropertyDeclaration(member)))
    .map((property) => property.name.getText(file))
    .filter((name) => /^[A-Z][A-Z0-9_]*$/.test(name));
}

const setting = /^#?\s*([A-Z][A-Z0-9_]*)=/;

/** Names in an example file, each with the words of the comment right above it. */
function examplesIn(text: string): { name: string; comment: string }[] {
  const lines = text.split('\n');
  return lines.flatMap((line, at) => {
    const name = setting.exec(line)?.[1];
    if (!name) return [];
    const above = lines[at - 1] ?? '';
    const comment = setting.test(above) ? '' : (/^#\s*(\S.*)$/.exec(above)?.[1] ?? '');
    return [{ name, comment }];
  });
}

describe('.env.example', () => {
  const examples = examplesIn(textOf('.env.example'));
  const settings = pathsOf('src/platform/config/*settings.ts').flatMap((path) => settingsIn(textOf(path)));

  it('lists exactly the settings, each once', () => {
    expect(settings.length).toBeGreaterThan(0);
    expect(examples.map(({ name }) => name).toSorted()).toEqual(settings.toSorted());
  });

  it('explains each setting in a comment right above it', () => {
    expect(examples.filter(({ comment }) => !comment).map(({ name }) => name)).toEqual([]);
  });

  it('would be caught with a setting that has no comment of its own', () => {
    const text = '# Where we listen.\nPORT=8000\n# HOST=0.0.0.0\n\n# The database.\n# DATABASE_URL=\n';
    expect(examplesIn(text)).toEqual([
      { name: 'PORT', comment: 'Where we listen.' },
      { name: 'HOST', comment: '' },
      { name: 'DATABASE_URL', comment: 'The database.' },
    ]);
  });
});
