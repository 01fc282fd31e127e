import { type ChildProcess, spawn } from 'node:child_process';
import { createHash, randomUUID } from 'node:crypto';
import { once } from 'node:events';
import {
  cp,
  glob,
  mkdir,
  mkdtemp,
  readdir,
  readFile,
  rename,
  rm,
  stat,
  symlink,
  writeFile,
} from 'node:fs/promises';
import { createServer, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { transform } from '@swc/core';
import { COMPILER } from '../jest/compiler.js';

const CACHE = 'node_modules/.cache/test-build';
const MIGRATIONS = 'src/platform/database/migrations';
const COMPILED = ['src/**/*.ts', 'test/support/probe/*.ts'];

/** The sources as plain JavaScript, made once per state of the sources, so that a test can start a process of its own. */
export async function built(): Promise<string> {
  const sources: { path: string; text: string }[] = [];
  for (const pattern of COMPILED)
    for await (const path of glob(pattern))
      if (!path.endsWith('.spec.ts')) sources.push({ path, text: await readFile(path, 'utf8') });
  sources.sort((one, other) => (one.path < other.path ? -1 : 1));
  const hash = createHash('sha256');
  for (const { path, text } of sources) hash.update(path).update(text);
  for (const name of (await readdir(MIGRATIONS)).sort())
    hash.update(name).update(await readFile(join(MIGRATIONS, name)));
  const folder = resolve(CACHE, hash.digest('hex').slice(0, 24));
  if (await stat(folder).catch(() => null)) return folder;
  const making = resolve(CACHE, `making-${randomUUID()}`);
  for (const { path, text } of sources) {
    const target = join(making, path.replace(/\.ts$/, '.js'));
    await mkdir(dirname(target), { recursive: true });
    await writeFile(target, (await transform(text, { ...COMPILER, filename: path })).code);
  }
  await completed(making);
  await rename(making, folder).catch(() => rm(making, { recursive: true, force: true }));
  return folder;
}

async function completed(folder: string): Promise<void> {
  await cp(MIGRATIONS, join(folder, MIGRATIONS), { recursive: true });
  await symlink(resolve('assets'), join(folder, 'assets'));
  const { name, version, imports } = JSON.parse(await readFile('package.json', 'utf8')) as {
    [key: string]: unknown;
    imports: Record<string, { 'own-source': string }>;
  };
  const paths = Object.entries(imports).map(([room, { 'own-source': path }]) => [
    room,
    path.replace(/\.ts$/, '.js'),
  ]);
  const own = { name, version, type: 'module', imports: Object.fromEntries(paths) };
  await writeFile(join(folder, 'package.json'), JSON.stringify(own));
}

/** A free port on the loopback address. */
export async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, 'close');
  return port;
}

/** The application in a process of its own, as `node dist/main.js` runs it (or another entry point). */
export async function startProcess(
  settings: Record<string, string>,
  entry = 'src/main.js',
): Promise<AppProcess> {
  const folder = await mkdtemp(join(tmpdir(), 'marketing-process-'));
  const { PATH = '' } = process.env;
  const child = spawn(process.execPath, [join(await built(), entry)], {
    cwd: folder,
    env: { PATH, DATA_DIR: join(folder, 'data'), HOST: '127.0.0.1', ...settings },
  });
  return new AppProcess(child, folder);
}

export class AppProcess {
  stdout = '';
  stderr = '';
  readonly exit: Promise<{ code: number | null; signal: string | null }>;

  constructor(
    readonly child: ChildProcess,
    private readonly folder: string,
  ) {
    child.stdout?.on('data', (chunk: Buffer) => (this.stdout += chunk.toString()));
    child.stderr?.on('data', (chunk: Buffer) => (this.stderr += chunk.toString()));
    this.exit = once(child, 'close').then(
      ([code, signal]) => ({ code, signal }) as { code: number; signal: null },
    );
  }

  get output(): string {
    return this.stdout + this.stderr;
  }

  /** Each JSON line that was logged. */
  get lines(): Record<string, unknown>[] {
    return this.stdout
      .split('\n')
      .filter((line) => line.startsWith('{'))
      .map((line) => JSON.parse(line) as Record<string, unknown>);
  }

  /** Waits until the output holds the text. */
  async says(text: string, withinMs = 60_000): Promise<void> {
    const until = Date.now() + withinMs;
    while (!this.output.includes(text)) {
      if (Date.now() > until || this.child.exitCode !== null)
        throw new Error(`The process did not say "${text}" but:\n${this.output}`);
      await sleep(20);
    }
  }

  async close(): Promise<void> {
    if (this.child.exitCode === null && this.child.signalCode === null) this.child.kill('SIGKILL');
    await this.exit;
    await rm(this.folder, { recursive: true, force: true });
  }
}
