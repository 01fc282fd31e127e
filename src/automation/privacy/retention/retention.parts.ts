import { RuleRepository } from './rule.repository.js';
import { RuleService } from './rule.service.js';
import { RunRepository } from './run.repository.js';

/** What keeps to the rules of owners how long records stay. */
export const RETENTION = [RuleRepository, RuleService, RunRepository];
