import { createConnection } from 'node:net';
import { Injectable } from '@nestjs/common';
import { Settings } from '#platform/config/settings';
import { HealthCheck } from '../health-check.js';

const WITHIN_MS = 2_000;

/** The mail server takes connections; without one, mails go to the outbox. */
@Injectable()
export class MailCheck extends HealthCheck {
  readonly name = 'mail';
  readonly essential = false;

  constructor(private readonly settings: Settings) {
    super();
  }

  get off(): string | null {
    return this.settings.SMTP_URL === undefined ? 'SMTP_URL' : null;
  }

  check(): Promise<void> {
    const { hostname, port, protocol } = new URL(this.settings.SMTP_URL ?? '');
    return new Promise((resolve, reject) => {
      const socket = createConnection({
        host: hostname,
        port: Number(port) || (protocol === 'smtps:' ? 465 : 587),
      });
      socket.setTimeout(WITHIN_MS, () => socket.destroy(new Error('The mail server does not answer.')));
      socket.once('error', () => reject(new Error('The mail server does not answer.')));
      socket.once('connect', () => {
        socket.destroy();
        resolve();
      });
    });
  }
}
