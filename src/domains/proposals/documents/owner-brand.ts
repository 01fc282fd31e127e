import type { ProposalBrand } from './proposal-brand.js';

/** Knows the brand of whoever makes an offer. A port: who keeps brands implements it, `src/app.module.ts` joins them. */
export abstract class OwnerBrand {
  /** What has been set of it, whether or not it can be drawn. */
  abstract of(ownerId: string): Promise<Partial<ProposalBrand>>;
}
