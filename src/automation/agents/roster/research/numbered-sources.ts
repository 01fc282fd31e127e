import { createHash } from 'node:crypto';
import type { KnowledgePassage } from '#domains/knowledge/search/search.dto';
import type { ResearchSource } from '#domains/research/notes/research.dto';
import type { SourceTexts } from '#domains/research/notes/research.service';
import type { ProvenanceSource } from '#platform/ai/provenance.dto';

const LONGEST_PAGE = 8_000;
const EXCERPT = 300;

/** Something a statement can point to, with what a model is shown of it. */
export interface NumberedSource {
  readonly source: ResearchSource;
  readonly text: string;
  readonly provenance: ProvenanceSource;
}

export function pageSources(pages: SourceTexts['pages']): NumberedSource[] {
  return pages.map(({ source, text }) => ({
    source,
    text: text.slice(0, LONGEST_PAGE).toWellFormed(),
    provenance: { kind: 'page', ref: source.url, title: source.title, offset: 0 },
  }));
}

/** A passage of a document: its address is where the document is read. */
export function documentSources(passages: readonly KnowledgePassage[]): NumberedSource[] {
  return passages.map(({ chunk_id, document_id, document_title, content, start }) => ({
    source: {
      id: chunk_id,
      url: `/api/knowledge/documents/${document_id}`,
      title: document_title,
      fetched_at: new Date().toISOString(),
      content_hash: createHash('sha256').update(content).digest('hex'),
      excerpt: content.slice(0, EXCERPT).toWellFormed(),
    },
    text: content,
    provenance: { kind: 'document', ref: document_id, title: document_title, offset: start },
  }));
}
