import type { AiPart } from '#platform/ai/ai-request';
import type { KnowledgePassage } from './search.dto.js';

const EXCERPT = 300;
/** `[1]`, and what models also write: `[1, 3]`, `[1-3]`, `[^1]`, `【1】`. */
const MARKERS = /[[【]\s*\^?\d{1,3}(?:\s*[,;–-]\s*\^?\d{1,3})*\s*[\]】]/g;

/** A place in a document that an answer leans on. */
export interface Citation {
  /** The number in brackets by which the answer names it. */
  readonly marker: number;
  readonly document_id: string;
  readonly title: string;
  readonly heading: string | null;
  readonly page: number | null;
  /** Where the passage begins and ends in the text of the document. */
  readonly start: number;
  readonly end: number;
  /** The beginning of the passage. */
  readonly excerpt: string;
}

/** Goes with `passageParts` into the instructions of a prompt. */
export const CITE_PASSAGES =
  'Numbered passages of documents follow. Lean on them where they answer the question and put the number of the passage behind ' +
  'each statement taken from it, as [1]. Use no number that was not given. When they do not hold the answer, say so.';

/**
 * Passages as parts of a prompt: the number is ours, everything else is material that is never obeyed. The first of a document
 * brings along what that says in short.
 */
export function passageParts(passages: readonly KnowledgePassage[]): AiPart[] {
  const known = new Set<string>();
  return passages.flatMap(
    ({ document_id, document_title: title, document_summary: summary, heading, content }, at): AiPart[] => {
      const about = summary === null || known.has(document_id) ? [] : [`The document in short: ${summary}`];
      known.add(document_id);
      const text = [...about, ...(heading === null ? [] : [heading]), content].join('\n');
      return [
        { kind: 'text', text: `[${at + 1}]` },
        { kind: 'untrusted', source: title, text },
      ];
    },
  );
}

/**
 * What an answer cites of the passages it was given: the citations in the order in which it names them, and the answer with
 * its markers as `[1]`, those it has invented taken out.
 */
export function citationsOf(
  answer: string,
  passages: readonly KnowledgePassage[],
): { text: string; citations: Citation[] } {
  const cited = new Map<number, Citation>();
  const text = answer.replace(MARKERS, (marks) => {
    const known = numbersIn(marks).flatMap((marker) => {
      const passage = passages[marker - 1];
      if (passage && !cited.has(marker)) cited.set(marker, citationOf(marker, passage));
      return passage ? `[${marker}]` : [];
    });
    return known.join('');
  });
  return { text, citations: [...cited.values()] };
}

/** `[1, 4-6]` names 1, 4, 5 and 6. */
function numbersIn(marks: string): number[] {
  return marks.split(/[,;]/).flatMap((part) => {
    const [first = 0, last = first] = (part.match(/\d+/g) ?? []).map(Number);
    return Array.from({ length: Math.max(0, last - first + 1) }, (_, at) => first + at);
  });
}

function citationOf(marker: number, passage: KnowledgePassage): Citation {
  const { document_id, document_title: title, heading, page, start, end, content } = passage;
  const excerpt = content.length > EXCERPT ? `${content.slice(0, EXCERPT).toWellFormed()}…` : content;
  return { marker, document_id, title, heading, page, start, end, excerpt };
}
