/** Knows whom an owner has forgotten for good. A port: who keeps mail from them implements it, `src/app.module.ts` joins them. */
export abstract class ForgottenLeads {
  /** The addresses are never written to again for this owner, unless their people agree anew. Joins the running transaction. */
  abstract keep(ownerId: string, emails: readonly string[]): Promise<void>;
}
