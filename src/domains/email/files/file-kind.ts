import { FileNameUnfit, FileTypeRefused } from './file.errors.js';

/** How a kind of file begins; texts begin with anything that is text. */
type Beginning = 'text' | readonly string[];

interface FileKind {
  readonly mediaType: string;
  readonly begins: Beginning;
}

const ZIP: Beginning = ['PK\x03\x04'];
const OFFICE = 'application/vnd.openxmlformats-officedocument';

/** What may be attached, by the ending of its name. Nothing here runs by itself: no programs, scripts, archives, macros or web pages. */
const KINDS: Readonly<Record<string, FileKind>> = {
  pdf: { mediaType: 'application/pdf', begins: ['%PDF-'] },
  txt: { mediaType: 'text/plain', begins: 'text' },
  md: { mediaType: 'text/markdown', begins: 'text' },
  csv: { mediaType: 'text/csv', begins: 'text' },
  ics: { mediaType: 'text/calendar', begins: ['BEGIN:VCALENDAR'] },
  vcf: { mediaType: 'text/vcard', begins: ['BEGIN:VCARD'] },
  png: { mediaType: 'image/png', begins: ['\x89PNG\r\n\x1a\n'] },
  jpg: { mediaType: 'image/jpeg', begins: ['\xff\xd8\xff'] },
  jpeg: { mediaType: 'image/jpeg', begins: ['\xff\xd8\xff'] },
  gif: { mediaType: 'image/gif', begins: ['GIF87a', 'GIF89a'] },
  webp: { mediaType: 'image/webp', begins: ['RIFF'] },
  docx: { mediaType: `${OFFICE}.wordprocessingml.document`, begins: ZIP },
  xlsx: { mediaType: `${OFFICE}.spreadsheetml.sheet`, begins: ZIP },
  pptx: { mediaType: `${OFFICE}.presentationml.presentation`, begins: ZIP },
  odt: { mediaType: 'application/vnd.oasis.opendocument.text', begins: ZIP },
  ods: { mediaType: 'application/vnd.oasis.opendocument.spreadsheet', begins: ZIP },
  odp: { mediaType: 'application/vnd.oasis.opendocument.presentation', begins: ZIP },
  epub: { mediaType: 'application/epub+zip', begins: ZIP },
};

export const FILE_ENDINGS = Object.keys(KINDS);
/** So many bytes tell whether a file is what it is called. */
export const TELLING_BYTES = 512;
const LONGEST_NAME = 150;
/** How programs begin that hold no control characters there: Windows, Java, macOS. */
const PROGRAM = /^(?:MZ|\xca\xfe\xba\xbe|[\xce\xcf]\xfa\xed\xfe|\xfe\xed\xfa[\xce\xcf])/;

/** Letters that turn the direction of what follows, so that `gpj.exe` reads as `exe.jpg`, and others that are not seen. */
const UNSEEN = /[\p{Cc}\p{Cf}\p{Co}\p{Cn}\u2028\u2029]+/gu;
/** What names folders, or means something to a shell or a header. */
const UNFIT = /[/\\:*?"<>|;%]+/g;

/** The name as recipients see it: one line without folders. Throws `email/file-name-unfit` where nothing is left of it. */
export function fileNameOf(given: string): string {
  const base = given.toWellFormed().normalize('NFC').replace(UNSEEN, '').split(/[/\\]/).at(-1) ?? '';
  const plain = base
    .replace(UNFIT, '_')
    .replace(/\s+/g, ' ')
    .trim()
    .replace(/^[.\s]+/, '');
  const at = plain.lastIndexOf('.');
  if (at < 1) throw new FileNameUnfit();
  const ending = plain.slice(at + 1).toLowerCase();
  return `${shortened(plain.slice(0, at)).trimEnd()}.${ending}`;
}

/** The media type of a file of that name, as `fileNameOf` answers it. Throws `email/file-type-refused` for one that may not be attached. */
export function mediaTypeOf(name: string): string {
  return kindOf(name).mediaType;
}

/** Throws `email/file-type-refused` for a file that does not begin as its name says. */
export function refuseDisguised(name: string, head: Buffer): void {
  const { begins } = kindOf(name);
  const fits =
    begins === 'text'
      ? isText(head)
      : begins.some((beginning) =>
          head.subarray(0, beginning.length).equals(Buffer.from(beginning, 'latin1')),
        );
  if (!fits) throw new FileTypeRefused(FILE_ENDINGS);
}

function kindOf(name: string): FileKind {
  const ending = name.slice(name.lastIndexOf('.') + 1);
  const kind = Object.hasOwn(KINDS, ending) ? KINDS[ending] : undefined;
  if (!kind) throw new FileTypeRefused(FILE_ENDINGS);
  return kind;
}

/** No control characters but those of lines, and nothing that a shell or a browser takes for its own. */
function isText(head: Buffer): boolean {
  const text = head.toString('latin1');
  return !PROGRAM.test(text) && !/[^\P{Cc}\t\n\v\f\r\x80-\x9f]/u.test(text) && !/^\s*(?:#!|<)/.test(text);
}

function shortened(text: string): string {
  return [...text].slice(0, LONGEST_NAME).join('');
}
