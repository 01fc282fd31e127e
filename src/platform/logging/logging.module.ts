import type { IncomingMessage, ServerResponse } from 'node:http';
import { Module } from '@nestjs/common';
import { LoggerModule } from 'nestjs-pino';
import { Settings } from '#platform/config/settings';

/** What the guard leaves on the raw request for the log line. */
export type LoggedRequest = IncomingMessage & { userId?: string };

const SECRET_FIELDS = [
  'authorization',
  'cookie',
  'apikey',
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
          level: settings.LOG_LEVEL,
          base: { service: 'marketing-autopilot', environment: settings.ENVIRONMENT },
          timestamp: () => `,"time":"${new Date().toISOString()}"`,
          formatters: { level: (label: string) => ({ level: label }) },
          redact: { paths: SECRET_FIELDS.flatMap((field) => [field, `*.${field}`, `*.*.${field}`]), censor: '[redacted]' },
          autoLogging: { ignore: ({ url = '' }: IncomingMessage) => url.startsWith('/health') || url === '/metrics' },
          quietReqLogger: true,
          serializers: {
            req: ({ id, method, url }: { id: string; method: string; url: string }) => ({
              id,
              method,
              url: withoutTokens(url),
            }),
            res: ({ statusCode }: { statusCode: number }) => ({ status: statusCode }),
          },
          customProps: (request: IncomingMessage) => ({ user_id: (request as LoggedRequest).userId }),
          customLogLevel: (_request: IncomingMessage, response: ServerResponse, error?: Error) =>
            error || response.statusCode >= 500 ? ('error' as const) : ('info' as const),
        },
      }),
    }),
  ],
})
export class LoggingModule {}

/** Query strings and the signed parts of mail links can identify a person or grant something: neither is logged. */
function withoutTokens(url: string): string {
  return (url.split('?')[0] ?? '').replace(/^(\/e\/\w+\/).+$/, '$1…');
}
