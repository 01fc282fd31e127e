import { Injectable } from '@nestjs/common';
import { FileStorage } from '#platform/storage/file-storage';
import { HealthCheck } from '../health-check.js';

/** Files can be kept, in the folder or in the Supabase project. */
@Injectable()
export class StorageCheck extends HealthCheck {
  readonly name = 'storage';
  readonly essential = false;
  readonly off = null;

  constructor(private readonly storage: FileStorage) {
    super();
  }

  check(): Promise<void> {
    return this.storage.check();
  }
}
