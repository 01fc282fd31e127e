import { AddressCheckClock } from './address-check.clock.js';
import { AddressCheckRepository } from './address-check.repository.js';
import { CheckAddressesHandler } from './check-addresses.handler.js';

/** What is found out about addresses after they have come in. */
export const ADDRESSES = [AddressCheckRepository, AddressCheckClock, CheckAddressesHandler];
