import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { closeSync, openSync, readFileSync } from 'node:fs';
import { type AddressInfo, createServer } from 'node:net';
import { join, resolve } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Arena } from './bench-path.ts';
import { SECRETS } from './scratch.ts';

const READY_WITHIN_MS = 120_000;
const STOPPED_WITHIN_MS = 8_000;

/** A server under load, in a process of its own. */
export interface Server {
  port: number;
  pid: number;
  /** Ends it before the run does. */
  stop(): Promise<void>;
}

/** The product as users run it: built, in production, with guards, row-level security, validation and logging on. */
export function startProduct(
  arena: Arena,
  databaseUrl: string,
  settings: Record<string, string> = {},
): Promise<Server> {
  const entry = resolve(process.env.BENCH_SERVER || 'dist/main.js');
  return start(arena, entry, '/health/ready', {
    ENVIRONMENT: 'production',
    NODE_ENV: 'production',
    LOG_LEVEL: 'info',
    DATABASE_URL: databaseUrl,
    DATA_DIR: join(arena.folder, 'data'),
    RATE_LIMIT_API: '0',
    RATE_LIMIT_GENERATION: '0',
    RATE_LIMIT_PUBLIC: '0',
    RATE_LIMIT_FORM: '0',
    RATE_LIMIT_ANONYMOUS: '0',
    ...SECRETS,
    ...settings,
  });
}

/** One of the hand-written servers of this folder. */
export function startHandWritten(
  arena: Arena,
  file: string,
  settings: Record<string, string> = {},
): Promise<Server> {
  return start(arena, resolve(import.meta.dirname, file), '/health/ready', {
    NODE_ENV: 'production',
    ...settings,
  });
}

async function start(
  arena: Arena,
  entry: string,
  readyPath: string,
  environment: Record<string, string>,
): Promise<Server> {
  const port = await freePort();
  const log = join(arena.folder, `server-${port}.log`);
  const output = openSync(log, 'w');
  const child = spawn(process.execPath, [...(process.env.BENCH_NODE_FLAGS?.split(' ') ?? []), entry], {
    cwd: arena.folder,
    stdio: ['ignore', output, output],
    env: { PATH: process.env.PATH ?? '', HOST: '127.0.0.1', PORT: String(port), ...environment },
  });
  closeSync(output);
  const ended = () => stop(child);
  arena.atEnd(ended);
  const until = Date.now() + READY_WITHIN_MS;
  for (;;) {
    const answer = await fetch(`http://127.0.0.1:${port}${readyPath}`).catch(() => undefined);
    if (answer?.ok && child.pid !== undefined) return { port, pid: child.pid, stop: ended };
    if (child.exitCode !== null || Date.now() > until)
      throw new Error(`${entry} did not start. It said last:\n${readFileSync(log, 'utf8').slice(-3_000)}`);
    await sleep(50);
  }
}

/** Runs a TypeScript file of this folder with one argument and reads the JSON it prints. */
export async function runForJson(file: string, argument: object, withinMs: number): Promise<unknown> {
  const child = spawn(process.execPath, [resolve(import.meta.dirname, file), JSON.stringify(argument)], {
    stdio: ['ignore', 'pipe', 'inherit'],
    timeout: withinMs,
  });
  const pieces: string[] = [];
  child.stdout.setEncoding('utf8').on('data', (piece: string) => pieces.push(piece));
  const [code] = (await once(child, 'close')) as [number | null];
  if (code !== 0) throw new Error(`${file} ended with ${code ?? 'a signal'}`);
  return JSON.parse(pieces.join(''));
}

async function stop(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const ended = once(child, 'exit');
  child.kill('SIGTERM');
  const impatience = setTimeout(() => child.kill('SIGKILL'), STOPPED_WITHIN_MS);
  await ended;
  clearTimeout(impatience);
}

/** A port of this machine that nobody uses at the moment. */
export async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, 'close');
  return port;
}
