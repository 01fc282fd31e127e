import { Module } from '@nestjs/common';
import { LoggerModule } from 'nestjs-pino';
import { destination } from 'pino';
import { Settings } from '#platform/config/settings';
import { AppLogger } from './app-logger.js';
import { logFields } from './log-fields.js';

const SECRET_FIELDS = [
  'authorization',
  'cookie',
  'apikey',
  'key',
  'client_secret',
  'smtp_url',
  'database_url',
  'detail',
  'api_key',
  'password',
  'secret',
  'token',
  'access_token',
  'refresh_token',
  'encrypted_value',
  'html',
  'text',
  'body',
];

/** One JSON line per event, with request and user ids; no bodies, no secrets. */
@Module({
  imports: [
    LoggerModule.forRootAsync({
      inject: [Settings],
      useFactory: (settings: Settings) => ({
        pinoHttp: {
          // Lines are written while the next are made; at the end the last ones are waited for.
          stream: destination({ dest: 1, sync: false }),
          level: settings.LOG_LEVEL,
          base: { service: 'marketing-autopilot', environment: settings.ENVIRONMENT },
          mixin: () => logFields.getStore()?.() ?? {},
          timestamp: () => `,"time":"${new Date().toISOString()}"`,
          formatters: { level: (label: string) => ({ level: label }) },
          redact: {
            paths: SECRET_FIELDS.flatMap((field) => [field, `*.${field}`, `*.*.${field}`]),
            censor: '[redacted]',
          },
        },
        // Requests are logged by `request-log.ts`.
        forRoutes: [],
      }),
    }),
  ],
  providers: [AppLogger],
})
export class LoggingModule {}
