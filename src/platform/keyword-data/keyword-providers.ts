import { Injectable } from '@nestjs/common';
import { Settings } from '#platform/config/settings';
import { Secrets } from '#platform/secrets/secrets';
import { DataForSeo } from './adapters/dataforseo/dataforseo.js';
import { platformAccount, userAccount } from './adapters/dataforseo/dataforseo-accounts.js';
import type { KeywordData } from './keyword-data.js';

/** Who sells us figures. */
@Injectable()
export class KeywordProviders {
  constructor(
    private readonly settings: Settings,
    private readonly secrets: Secrets,
  ) {}

  /** The company to ask for somebody: with their own account, else with the platform's; undefined when neither is there. */
  async of(userId: string): Promise<KeywordData | undefined> {
    const own = await this.secrets.read(userId, 'dataforseo_credentials');
    const account = own === undefined ? platformAccount(this.settings) : userAccount(this.settings, own);
    return account && new DataForSeo(account);
  }
}
