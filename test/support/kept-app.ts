import { atTheEnd } from './endings.js';
import { startApp, type StartOptions, type TestApp } from './app.js';

const shared = new Map<unknown, Promise<unknown>>();

/** Made for the first test file of a process that asks, and kept for the others until the process ends. */
export async function keep<Made extends { awake(): void }>(
  key: string,
  make: () => Promise<Made>,
): Promise<Made> {
  const kept = shared.get(key) ?? make();
  shared.set(key, kept);
  const made = (await kept) as Made;
  made.awake();
  return made;
}

/**
 * The application as other test files of this process use it too, before and after: each has tenants of its own, and
 * leaves nothing that the next could notice. `startApp` starts one for a file that counts what everybody has, spies on
 * a provider, or changes what is the platform's.
 */
export function sharedApp(options: Omit<StartOptions, 'beside'> = {}): Promise<TestApp> {
  const { roles, settings, modules = [] } = options;
  return keep(JSON.stringify([roles, settings, modules.map(({ name }) => name)]), async () => {
    const app = await startApp({ ...options, shared: true });
    atTheEnd(() => app.end());
    return app;
  });
}
