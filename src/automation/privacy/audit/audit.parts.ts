import { AuditRepository } from './audit.repository.js';
import { AuditService } from './audit.service.js';

/** What keeps on record what was done with an account. */
export const AUDIT = [AuditRepository, AuditService];
