import 'reflect-metadata';
import { InvalidSettings } from '#platform/config/load-settings';
import { SettingsModule } from '#platform/config/settings.module';
import { createApplication } from './application.js';
import { welcome } from './welcome.js';

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
