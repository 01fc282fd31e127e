import { BreakerRepository } from './breaker.repository.js';
import { Breaker } from './breaker.service.js';
import { TellOwnerHandler } from './tell-owner.handler.js';

/** What pauses a mailing whose mail goes wrong. */
export const BREAKER = [BreakerRepository, Breaker, TellOwnerHandler];
