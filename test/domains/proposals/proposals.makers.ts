import { ProposalService } from '#domains/proposals/proposal.service';
import type { ProposalBrand } from '#domains/proposals/documents/proposal-brand';
import type { GenerateProposal } from '#domains/proposals/drafts/generate-proposal.dto';
import { toProposalRequest } from '#domains/proposals/drafts/proposal-request';
import type { WrittenTexts } from '#domains/proposals/drafts/proposal-texts';
import type { Proposal } from '#domains/proposals/proposal.answers.dto';
import { Database } from '#platform/database/database';
import type { TestApp } from '../../support/app.js';

export const PROPOSALS = '/api/proposals';

export const CALL = `Tom: Thanks for calling.
Ada: We need more customers for our two new shops.
Ada: Our budget is around $8,000. It has to go live by the end of March.
Ada: We agreed with the landlord on the signage already.`;

/** The fields that an answer names as wrong. */
export const pathsIn = (body: { errors?: { path: string }[] }) => body.errors?.map(({ path }) => path);

/** A proposal of the user, made as the agent makes one: the route that asks a model stands above this room. */
export function makeProposal(
  app: TestApp,
  ownerId: string,
  body: Partial<GenerateProposal> = {},
  { written, brand }: { written?: WrittenTexts; brand?: ProposalBrand } = {},
): Promise<Proposal> {
  const request = toProposalRequest({
    client_info: { company_name: 'Harbour Bakery', contact_name: 'Ada Okafor' },
    ...body,
  });
  return app
    .get(Database)
    .as(ownerId, () => app.get(ProposalService).draft(ownerId, request, written, brand));
}
