/** Metadata key of routes that are open to everybody. */
export const PUBLIC = 'auth:public';

/** Metadata key of routes for administrators. */
export const ADMIN_ONLY = 'auth:admin-only';
