import { LeadCopies } from './words/lead-copies.js';
import { ForgetPersonHandler } from './words/person.handler.js';
import { PersonErasureRepository } from './person-erasure.repository.js';
import { PersonRepository } from './person.repository.js';
import { PersonService } from './person.service.js';
import { PersonWords } from './words/person-words.js';
import { PersonWordsRepository } from './words/person-words.repository.js';

/** What erases people whom an owner knows. */
export const PERSONS = [
  ForgetPersonHandler,
  LeadCopies,
  PersonErasureRepository,
  PersonRepository,
  PersonService,
  PersonWords,
  PersonWordsRepository,
];
