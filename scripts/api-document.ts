import 'reflect-metadata';
import { join } from 'node:path';
import { loadSettings } from '#platform/config/load-settings';
import { withEmbeddedSecrets } from '#platform/config/embedded-secrets';
import { SettingsModule } from '#platform/config/settings.module';
import { openApiDocument } from '#platform/http/openapi';

/** The OpenAPI document of the built application, started on an empty embedded database that is thrown away. */
export async function apiDocument(dataDir: string): Promise<object> {
  const environment = { DATA_DIR: join(dataDir), LOG_LEVEL: 'error', ROLES: 'web', ENVIRONMENT: 'test' };
  const settings = loadSettings(withEmbeddedSecrets(environment));
  const built = new URL('../dist/application.js', import.meta.url).href;
  const { createApplication } = (await import(built)) as typeof import('../src/application.js');
  const app = await createApplication(settings, SettingsModule.from(settings));
  await app.init();
  const document = openApiDocument(app);
  await app.close();
  return document;
}
