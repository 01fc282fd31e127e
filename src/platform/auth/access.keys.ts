/** Metadata key of routes for administrators. */
export const ADMIN_ONLY = 'auth:admin-only';
