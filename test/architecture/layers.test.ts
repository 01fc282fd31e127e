import { execFile } from 'node:child_process';
import { cp, mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { promisify } from 'node:util';
import { broken, healthy, targets, vendorPackages } from './layers.cases.js';

const root = resolve(import.meta.dirname, '../..');
const run = promisify(execFile);
const rules = createRequire(import.meta.url)(join(root, '.dependency-cruiser.cjs')) as {
  forbidden: { name: string }[];
};

interface Violation {
  from: string;
  to: string;
  rule: { name: string };
}

async function plant(folder: string, files: Record<string, string>): Promise<void> {
  for (const [path, text] of Object.entries(files)) {
    await mkdir(dirname(join(folder, path)), { recursive: true });
    await writeFile(join(folder, path), text);
  }
}

/** A project of its own with our `#` names, our rules and empty packages instead of the real ones. */
async function makeProject(files: Record<string, string>): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'layers-'));
  const { imports } = JSON.parse(await readFile(join(root, 'package.json'), 'utf8')) as { imports: unknown };
  const packages = [...vendorPackages, 'zod', 'only-for-tests', 'nobody-declared-me'];
  await plant(folder, {
    'package.json': JSON.stringify({
      type: 'module',
      imports,
      dependencies: Object.fromEntries([...vendorPackages, 'zod'].map((name) => [name, '*'])),
      devDependencies: { 'only-for-tests': '*' },
    }),
    ...Object.fromEntries(
      packages.flatMap((name) => [
        [`node_modules/${name}/package.json`, JSON.stringify({ name, version: '1.0.0', main: 'main.js' })],
        [`node_modules/${name}/main.js`, ''],
      ]),
    ),
    ...files,
  });
  await cp(join(root, '.dependency-cruiser.cjs'), join(folder, '.dependency-cruiser.cjs'));
  return folder;
}

async function violationsOf(folder: string): Promise<Violation[]> {
  const cli = join(root, 'node_modules/dependency-cruiser/bin/dependency-cruise.mjs');
  const options = ['--config', '.dependency-cruiser.cjs', '--output-type', 'json', 'src', 'test'];
  const { stdout } = await run(process.execPath, [cli, ...options], {
    cwd: folder,
    maxBuffer: 64 << 20,
  }).catch((failed: { stdout: string }) => failed);
  return (JSON.parse(stdout) as { summary: { violations: Violation[] } }).summary.violations;
}

describe('the layer rules', () => {
  const folders: string[] = [];
  let named: Map<string, Set<string>>;

  beforeAll(async () => {
    const files = Object.assign({}, healthy, targets, ...Object.values(broken));
    folders.push(await makeProject(files), await makeProject(healthy));
    named = new Map();
    for (const { from, rule } of await violationsOf(folders[0]!))
      named.set(from, (named.get(from) ?? new Set()).add(rule.name));
  }, 120_000);

  afterAll(() => Promise.all(folders.map((folder) => rm(folder, { recursive: true, force: true }))));

  it('find nothing in a project that keeps them', async () => {
    expect(await violationsOf(folders[1]!)).toEqual([]);
  });

  it.each(Object.entries(broken))('name a file that breaks %s', (rule, files) => {
    for (const path of Object.keys(files))
      expect({ path, rules: [...(named.get(path) ?? [])] }).toEqual({ path, rules: [rule] });
  });

  it('blame only the files that break them', () => {
    expect([...named.keys()].toSorted()).toEqual(Object.values(broken).flatMap(Object.keys).toSorted());
  });

  it('let one file with an exception import that one other file', async () => {
    const text = `import '#domains/email/template';`;
    const folder = await makeProject({
      ...healthy,
      'src/domains/leads/excused.ts': text,
      'src/domains/leads/another.ts': text,
    });
    folders.push(folder);
    const config = join(folder, '.dependency-cruiser.cjs');
    const pair = `{ from: 'src/domains/leads/excused.ts', to: 'src/domains/email/template.ts' }`;
    const strict = await readFile(config, 'utf8');
    await writeFile(config, strict.replace('const exceptions = [];', `const exceptions = [${pair}];`));
    expect((await violationsOf(folder)).map(({ from }) => from)).toEqual(['src/domains/leads/another.ts']);
  });

  it('are each broken here at least once', () => {
    expect(rules.forbidden.map(({ name }) => name).filter((name) => !(name in broken))).toEqual([]);
  });
});
