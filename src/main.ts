import 'reflect-metadata';
import { setFlagsFromString } from 'node:v8';
import { InvalidSettings } from '#platform/config/load-settings';
import { SettingsModule } from '#platform/config/settings.module';
import { createApplication } from './application.js';
import { welcome } from './welcome.js';

/**
 * Without it V8 makes objects in the old generation where earlier ones from the same place of the code have lived long. What such an object
 * points to then lives until the old generation is collected, for an SDK's promise its whole request: a tenth of the processor
 * time of a call (docs/performance.md).
 */
setFlagsFromString('--no-allocation-site-pretenuring');

/** Starts the roles this process plays; every problem with the settings is told at once. */
async function main(): Promise<void> {
  const { settings, module } = SettingsModule.fromEnvironment();
  const app = await createApplication(settings, module);
  await app.listen({ port: settings.PORT, host: settings.HOST });
  process.stdout.write(welcome(settings));
}

main().catch((error: unknown) => {
  const text =
    error instanceof InvalidSettings ? error.message : error instanceof Error ? error.stack : String(error);
  process.stderr.write(`${text}\n`);
  process.exit(1);
});
