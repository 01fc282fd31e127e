import { Injectable } from '@nestjs/common';
import { Settings } from '#platform/config/settings';
import { KeyTester, type KeyVerdict } from '#platform/secrets/testing/key-tester';
import { KeywordAccountRefused, KeywordProviderUnpaid } from '../../keyword-data.errors.js';
import { userAccount } from './dataforseo-accounts.js';
import { DataForSeoClient } from './dataforseo-client.js';

/** Tries a user's account by asking DataForSEO who it belongs to, which costs nothing. */
@Injectable()
export class DataForSeoKeyTester extends KeyTester {
  readonly services = ['dataforseo_credentials'] as const;

  constructor(private readonly settings: Settings) {
    super();
  }

  async test(_service: string, value: string, signal: AbortSignal): Promise<KeyVerdict> {
    try {
      await new DataForSeoClient(userAccount(this.settings, value)).probe(signal);
      return 'ok';
    } catch (error) {
      if (error instanceof KeywordAccountRefused) return 'invalid_key';
      return error instanceof KeywordProviderUnpaid ? 'no_quota' : 'unreachable';
    }
  }
}
