import { Closing } from './closing.js';
import { DeletionRequestRepository } from './deletion-request.repository.js';
import { DeletionService } from './deletion.service.js';
import { Erasure } from './erasure.js';
import { ErasureEnd } from './erasure-end.js';
import { AccountClock, EraseAccountHandler, LookAtAccountsHandler } from './erasure.handlers.js';
import { ErasureRepository } from './erasure.repository.js';
import { ErasureRows } from './erasure-rows.js';
import { OwnedElsewhere } from './owned-elsewhere.js';

/** What deletes accounts. */
export const DELETION = [
  AccountClock,
  Closing,
  DeletionRequestRepository,
  DeletionService,
  Erasure,
  ErasureEnd,
  ErasureRepository,
  ErasureRows,
  OwnedElsewhere,
  EraseAccountHandler,
  LookAtAccountsHandler,
];
