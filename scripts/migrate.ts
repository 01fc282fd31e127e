/** Brings the schema up to date and stops: `npm run db:migrate`. Every start does the same by itself. */
import 'reflect-metadata';
import { existsSync } from 'node:fs';
import { withEmbeddedSecrets } from '#platform/config/embedded-secrets';
import { loadSettings } from '#platform/config/load-settings';
import { openServer } from '#platform/database/open-server';

if (existsSync('.env')) process.loadEnvFile('.env');
const server = await openServer(loadSettings(withEmbeddedSecrets(process.env)));
await server.close();
process.stdout.write('The schema is up to date.\n');
