import { pg_trgm } from '@electric-sql/pglite/contrib/pg_trgm';
import { vector } from '@electric-sql/pglite/vector';

/** What search needs of the embedded Postgres; a data directory that has used them cannot be opened without. */
export const EMBEDDED_EXTENSIONS = { pg_trgm, vector };
