/** Whether the tests run on a server. */
export const isOnPostgres = Boolean(process.env['TEST_DATABASE_URL']);

/** Tests about what only a Postgres server can do; they run when `TEST_DATABASE_URL` names one. */
export const onPostgres = isOnPostgres ? it : it.skip;

/** Tests about the embedded database. */
export const onEmbedded = isOnPostgres ? it.skip : it;
