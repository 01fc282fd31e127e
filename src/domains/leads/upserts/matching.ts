import { normaliseMailAddress } from '#kernel/address';
import { newId } from '#kernel/ids';
import type { FieldSource, Lead } from '../lead.answers.dto.js';
import type { Item, Refusal } from './upsert-items.js';

/** One of a batch and the lead that it is. */
export interface Match {
  readonly item: Item;
  readonly lead: Lead;
}

/** A lead that nobody knows yet. */
export interface NewLead {
  readonly id: string;
  readonly index: number;
  readonly columns: Record<string, unknown>;
  readonly field_sources: Record<string, FieldSource>;
}

/**
 * Which of the items are known: by their external id, else by their address. Systems outside give the same ids to different
 * people: what one of them (`ref`) sends is not met by an id that another has given, and is kept without that id.
 */
export function matchedWith(
  items: readonly Item[],
  known: readonly Lead[],
  ref: string | undefined,
): { fresh: NewLead[]; matched: Match[]; refused: Refusal[] } {
  const byExternalId = new Map(known.map((lead) => [lead.external_id, lead]));
  const byAddress = new Map(known.map((lead) => [addressOf(lead), lead]));
  const fresh: NewLead[] = [];
  const matched: Match[] = [];
  const refused: Refusal[] = [];
  const taken = new Map<string, number>();
  for (const { index, columns: given } of items) {
    const { external_id, email_norm } = given;
    const bearer = external_id ? byExternalId.get(external_id as string) : undefined;
    const named = bearer && isMeant(bearer, given, ref) ? bearer : undefined;
    const addressed = email_norm ? byAddress.get(email_norm as string) : undefined;
    const lead = named ?? addressed;
    const isForeign = bearer !== named || (lead !== undefined && isGivenByAnother(lead, ref));
    const columns = isForeign ? withoutId(given) : given;
    const problem =
      named && addressed && named.id !== addressed.id
        ? 'is one lead by its external_id and another by its address'
        : lead && taken.has(lead.id)
          ? `is the same lead as number ${taken.get(lead.id)} of the batch`
          : !lead && isForeign && !email_norm
            ? 'has no address, and an external_id that somebody else has given to another lead'
            : undefined;
    if (problem !== undefined) refused.push({ index, issues: [{ path: '', message: problem }] });
    else if (lead) {
      taken.set(lead.id, index);
      matched.push({ item: { index, columns }, lead });
    } else
      fresh.push({
        id: newId(),
        index,
        columns: withoutNulls(columns),
        field_sources: givenBy(columns, ref),
      });
  }
  return { fresh, matched, refused };
}

function addressOf({ email }: Lead): string | undefined {
  return email === null ? undefined : normaliseMailAddress(email);
}

/** Whether a lead with the external id that a system outside sends is who is meant. */
function isMeant(
  lead: Lead,
  { email_norm: said }: Record<string, unknown>,
  ref: string | undefined,
): boolean {
  if (ref === undefined || giverOf(lead) === ref) return true;
  if (isGivenByAnother(lead, ref)) return false;
  // Its owner has given it, or it is not known who has: then the address decides.
  const address = addressOf(lead);
  return said === undefined || address === undefined || address === said;
}

function isGivenByAnother(lead: Lead, ref: string | undefined): boolean {
  const giver = giverOf(lead);
  return ref !== undefined && giver !== undefined && giver !== ref;
}

/** The system outside that has given a lead its external id. */
function giverOf({ external_id, field_sources }: Lead): string | undefined {
  const said = field_sources['external_id'];
  return external_id !== null && said?.by === 'provider' ? said.ref : undefined;
}

function givenBy(
  { external_id }: Record<string, unknown>,
  ref: string | undefined,
): Record<string, FieldSource> {
  if (ref === undefined || typeof external_id !== 'string') return {};
  return { external_id: { by: 'provider', ref, at: new Date().toISOString() } };
}

function withoutId(columns: Record<string, unknown>): Record<string, unknown> {
  const { external_id: _, ...rest } = columns;
  return rest;
}

/** A new lead has nothing that null could take away. */
function withoutNulls({ custom_fields, ...columns }: Record<string, unknown>): Record<string, unknown> {
  if (custom_fields === undefined) return columns;
  const said = Object.entries(custom_fields as object).filter(([, value]) => value !== null);
  return { ...columns, custom_fields: Object.fromEntries(said) };
}
