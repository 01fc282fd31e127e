import { Module } from '@nestjs/common';
import { AccountRepository } from './account.repository.js';
import { Accounts } from './accounts.js';

/** Accounts that rest before they are deleted, and those that are closed: nobody comes in, and nothing is done for them. */
@Module({
  providers: [AccountRepository, Accounts],
  exports: [Accounts],
})
export class AccountsModule {}
