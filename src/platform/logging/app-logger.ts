import { ConsoleLogger, Injectable } from '@nestjs/common';
import { Logger } from 'nestjs-pino';

/** What the framework says about itself while it starts: of interest only when the wiring itself is in question. */
const WIRING = new Set([
  'NestFactory',
  'InstanceLoader',
  'RoutesResolver',
  'RouterExplorer',
  'NestApplication',
]);
/** A failed start is told once, by whoever asked for it. */
const FAILED_START = 'ExceptionHandler';

/** Our log lines: what Nest says about its own wiring goes to `debug`. */
@Injectable()
export class AppLogger extends Logger {
  override log(message: unknown, ...details: unknown[]): void {
    if (WIRING.has(String(details.at(-1)))) this.debug(message, ...details);
    else super.log(message, ...details);
  }

  override error(message: unknown, ...details: unknown[]): void {
    if (details.at(-1) !== FAILED_START) super.error(message, ...details);
  }
}

/** Speaks until the settings are known. */
export class StartLogger extends ConsoleLogger {
  override log(message: unknown, ...details: unknown[]): void {
    if (!WIRING.has(String(details.at(-1)))) super.log(message, ...(details as string[]));
  }

  override error(message: unknown, ...details: unknown[]): void {
    if (details.at(-1) !== FAILED_START) super.error(message, ...(details as string[]));
  }
}
