import { constants } from 'node:fs';
import { access, mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { Injectable } from '@nestjs/common';
import { Settings } from '#platform/config/settings';
import { HealthCheck } from '../health-check.js';

/** Files can be written. */
@Injectable()
export class StorageCheck extends HealthCheck {
  readonly name = 'storage';
  readonly essential = false;
  readonly off = null;

  constructor(private readonly settings: Settings) {
    super();
  }

  async check(): Promise<void> {
    const folder = join(this.settings.DATA_DIR, 'storage');
    await mkdir(folder, { recursive: true });
    await access(folder, constants.W_OK);
  }
}
