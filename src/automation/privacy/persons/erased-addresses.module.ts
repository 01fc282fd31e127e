import { Module } from '@nestjs/common';
import { ErasedAddressRepository } from './erased-address.repository.js';
import { ErasedAddresses } from './erased-addresses.js';

/** Who was erased and is never written to again. */
@Module({
  providers: [ErasedAddressRepository, ErasedAddresses],
  exports: [ErasedAddresses],
})
export class ErasedAddressesModule {}
