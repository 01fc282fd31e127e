import { Module } from '@nestjs/common';
import { SecretsModule } from '#platform/secrets/secrets.module';
import { DataForSeoKeyTester } from './adapters/dataforseo/dataforseo-key-tester.js';
import { KeywordProviders } from './keyword-providers.js';

/** Companies that know how often people search for what, each only in its adapter. */
@Module({
  imports: [SecretsModule],
  providers: [KeywordProviders, DataForSeoKeyTester],
  exports: [KeywordProviders],
})
export class KeywordDataModule {}
