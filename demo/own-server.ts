import { type ChildProcess, spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { closeSync, openSync, readFileSync } from 'node:fs';
import { type AddressInfo, createServer } from 'node:net';
import { join, resolve } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { DemoProblem } from './problem.ts';

const READY_WITHIN_MS = 60_000;
const STOPPED_WITHIN_MS = 10_000;
const LOG_LINES = 15;

/** A server of the demo's own: `node dist/main.js` on a free port, with nothing of this machine's settings. */
export class OwnServer {
  readonly url: string;
  private readonly child: ChildProcess;
  private readonly log: string;
  private isStopping = false;

  private constructor(url: string, child: ChildProcess, log: string) {
    this.url = url;
    this.child = child;
    this.log = log;
  }

  /** Starts it in `folder`, which also becomes its data folder. DEMO_SERVER names another entry point. */
  static async start(folder: string, settings: Record<string, string>): Promise<OwnServer> {
    const port = await freePort();
    const url = `http://localhost:${port}`;
    const log = join(folder, 'server.log');
    const output = openSync(log, 'w');
    const { PATH = '', SYSTEMROOT, DEMO_SERVER } = process.env;
    const child = spawn(process.execPath, [resolve(DEMO_SERVER ?? 'dist/main.js')], {
      cwd: folder,
      stdio: ['ignore', output, output],
      env: {
        PATH,
        ...(SYSTEMROOT !== undefined && { SYSTEMROOT }),
        ENVIRONMENT: 'development',
        HOST: 'localhost',
        PORT: String(port),
        BACKEND_URL: url,
        DATA_DIR: join(folder, 'data'),
        LOG_LEVEL: 'warn',
        ...settings,
      },
    });
    closeSync(output);
    return new OwnServer(url, child, log);
  }

  get hasEnded(): boolean {
    return this.child.exitCode !== null || this.child.signalCode !== null;
  }

  /** Tells when it ends though nobody has stopped it, with the end of what it logged. */
  onDeath(tell: (lastWords: string) => void): void {
    this.child.once('exit', () => {
      if (!this.isStopping) tell(this.lastWords());
    });
  }

  async ready(): Promise<void> {
    const until = Date.now() + READY_WITHIN_MS;
    for (;;) {
      const answer = await fetch(`${this.url}/health/ready`).catch(() => undefined);
      if (answer?.ok) return;
      if (this.hasEnded || Date.now() > until)
        throw new DemoProblem(`The demo's server did not start. It said last:\n${this.lastWords()}`);
      await sleep(100);
    }
  }

  async stop(): Promise<void> {
    this.isStopping = true;
    if (this.hasEnded) return;
    const ended = once(this.child, 'exit');
    this.child.kill('SIGTERM');
    const impatience = setTimeout(() => this.child.kill('SIGKILL'), STOPPED_WITHIN_MS);
    await ended;
    clearTimeout(impatience);
  }

  /** The end of what it logged. */
  lastWords(): string {
    return readFileSync(this.log, 'utf8').trimEnd().split('\n').slice(-LOG_LINES).join('\n');
  }
}

/** Secrets for a server that has to be given some. */
export function freshSecrets(): { SUPABASE_JWT_SECRET: string; SECRET_MASTER_KEY: string } {
  return {
    SUPABASE_JWT_SECRET: randomBytes(48).toString('base64url'),
    SECRET_MASTER_KEY: randomBytes(32).toString('hex'),
  };
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, 'localhost');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, 'close');
  return port;
}
