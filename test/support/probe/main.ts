import 'reflect-metadata';
import { SettingsModule } from '#platform/config/settings.module';
import { createApplication } from '../../../src/application.js';
import { ProbeModule } from './probe.module.js';

const { settings, module } = SettingsModule.fromEnvironment();
const app = await createApplication(settings, module, [ProbeModule]);
await app.listen({ port: settings.PORT, host: settings.HOST });
process.stdout.write('probe is up\n');
