import { inflateRawSync } from 'node:zlib';
import mammoth from 'mammoth';
import { extractText, getDocumentProxy } from 'unpdf';
import type { DocumentFormat } from '#domains/proposals/documents/document-format';
import { renderPdf } from '#domains/proposals/documents/pdf.renderer';
import { proposalDocument } from '#domains/proposals/documents/proposal-document';
import { renderWord } from '#domains/proposals/documents/word.renderer';
import { fallbackTexts } from '#domains/proposals/drafts/fallback-texts';
import type { GenerateProposal } from '#domains/proposals/drafts/generate-proposal.dto';
import { draftOf } from '#domains/proposals/drafts/proposal-draft';
import { toProposalRequest } from '#domains/proposals/drafts/proposal-request';
import type { Proposal, ProposalBody } from '#domains/proposals/proposal.answers.dto';
import { proposalTotals } from '#domains/proposals/proposal-totals';
import { builtInTemplate } from '#domains/proposals/templates/built-in-templates';

export const FORMATS = [['pdf'], ['word']] as const;

/** A proposal that was never kept, drafted from a request and then changed. */
export function sampleProposal(
  asked: Partial<GenerateProposal> = {},
  changes: Partial<ProposalBody> = {},
): Proposal {
  const company_name = 'Harbour Bakery';
  const request = toProposalRequest({ client_info: { company_name, contact_name: 'Ada Okafor' }, ...asked });
  const template = builtInTemplate(request.template_type)!;
  const { texts, provenance } = fallbackTexts(request, template);
  const body = { ...draftOf(request, template, texts), ...changes };
  const totals = proposalTotals(body);
  return {
    ...body,
    id: '01a20a7b-f54b-75a5-ae77-86a3de4c5ecf',
    template_type: template.id,
    status: 'draft',
    totals,
    value: totals.total,
    version: 1,
    brand: null,
    ai: false,
    provenance,
    created_at: '2026-11-23T20:00:00.5Z',
    updated_at: '2026-11-23T20:00:00.5Z',
    saved_at: '2026-11-23T20:00:00.5Z',
    sent_at: null,
    decided_at: null,
  };
}

/** The file of a proposal, made here and not in the thread of the press. */
export async function fileOf(
  proposal: Proposal,
  format: DocumentFormat,
  brand = 'Northlight Studio',
): Promise<Buffer> {
  const document = proposalDocument(proposal, { name: brand });
  return Buffer.from(await (format === 'pdf' ? renderPdf(document) : renderWord(document)));
}

/** The words of a file in the order in which they are read; where its lines end does not count. */
export async function wordsOf(bytes: Uint8Array, format: DocumentFormat): Promise<string> {
  const text =
    format === 'pdf'
      ? (await extractText(await getDocumentProxy(new Uint8Array(bytes)), { mergePages: true })).text
      : (await mammoth.extractRawText({ buffer: Buffer.from(bytes) })).value;
  return text.replaceAll('\u200b', '').replace(/\s+/g, ' ');
}

/** A logo as small as can be. */
export const PIXEL = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==',
  'base64',
);

/** The XML of the text of a Word file, which lies packed in an archive behind its name. */
export function xmlOf(word: Buffer): string {
  const head = word.indexOf('word/document.xml') - 30;
  const begin = head + 30 + word.readUInt16LE(head + 26) + word.readUInt16LE(head + 28);
  return inflateRawSync(word.subarray(begin)).toString();
}

export async function htmlOf(word: Uint8Array): Promise<string> {
  return (await mammoth.convertToHtml({ buffer: Buffer.from(word) })).value;
}

/** Each part stands after the one before it. */
export function expectInOrder(text: string, ...parts: string[]): void {
  let from = 0;
  for (const part of parts) {
    const at = text.indexOf(part, from);
    const after = text.slice(Math.max(0, from - 40), from);
    expect({ part, isThere: at >= 0, after }).toMatchObject({ isThere: true });
    from = at + part.length;
  }
}
