import { AsyncLocalStorage } from 'node:async_hooks';
import { Logger } from '@nestjs/common';

const quiet = new AsyncLocalStorage<true>();
const logger = new Logger('EmbeddedSupabase');
let installed: typeof console.error | undefined;

/** Runs a library that writes its failures to the console, values and all; of those only the first words are logged. */
export function withQuietConsole<Result>(work: () => Promise<Result>): Promise<Result> {
  if (console.error !== installed) install();
  return quiet.run(true, work);
}

function install(): void {
  const { error } = console;
  installed = (...told: unknown[]) => {
    if (!quiet.getStore()) error.apply(console, told);
    else logger.debug(`A request was refused: ${told.map(withoutValues).join(' ')}`);
  };
  console.error = installed;
}

/** Messages of Postgres name tables and constraints; their details and parameters hold the rows themselves. */
function withoutValues(told: unknown): string {
  const { code, name } = (told ?? {}) as { code?: unknown; name?: unknown };
  if (!(told instanceof Error)) return '';
  return typeof code === 'string' ? `${String(name)} ${code}` : String(name);
}
