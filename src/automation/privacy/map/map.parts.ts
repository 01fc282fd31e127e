import { CatalogueRepository } from './catalogue.repository.js';
import { ErasingRepository } from './erasing.repository.js';
import { OwnedFiles } from './owned-files.js';
import { ReadingRepository } from './reading.repository.js';

/** What reads and erases rows of any table by the map. */
export const MAP = [CatalogueRepository, ErasingRepository, OwnedFiles, ReadingRepository];
