import { FormatUnknown } from '../proposal.errors.js';

/** The formats a proposal is exported in, and what their files are. */
export const FORMATS = {
  pdf: { extension: 'pdf', mediaType: 'application/pdf' },
  word: {
    extension: 'docx',
    mediaType: 'application/vnd.openxmlformats-officedocument.wordprocessingml.document',
  },
} as const;
export type DocumentFormat = keyof typeof FORMATS;

/** `docx` is what some clients call `word`. */
export const FORMAT_NAMES = ['pdf', 'word', 'docx'] as const;

export function documentFormat(name: string): DocumentFormat {
  const format = name.toLowerCase() === 'docx' ? 'word' : name.toLowerCase();
  if (format !== 'pdf' && format !== 'word') throw new FormatUnknown();
  return format;
}
