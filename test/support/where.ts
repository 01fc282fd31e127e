/** Tests about what only a Postgres server can do; they run when `TEST_DATABASE_URL` names one. */
export const onPostgres = process.env['TEST_DATABASE_URL'] ? it : it.skip;

/** Tests about the embedded database. */
export const onEmbedded = process.env['TEST_DATABASE_URL'] ? it.skip : it;
