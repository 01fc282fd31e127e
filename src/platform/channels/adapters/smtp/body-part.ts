const LONGEST_LINE = 76;
/** Text is quoted, which people and filters can read, until base64 would be a good deal shorter. */
const LONGEST_QUOTED = 5 / 3;
const LINE_BREAK = /\r\n|\r|\n/;
const QUOTED = /[^\t\n\r\x20-\x3C\x3E-\x7E]+/g;

/** One body of a mail as it travels (RFC 2045): lines of at most 76 ASCII characters, ended by CRLF. */
export interface EncodedBody {
  readonly encoding: '7bit' | 'quoted-printable' | 'base64';
  readonly text: string;
}

/** Left as it is where it may travel so, otherwise in the encoding that suits it. */
export function encodedBody(text: string): EncodedBody {
  const lines = text.split(LINE_BREAK);
  if (lines.every(travelsAsItIs)) return { encoding: '7bit', text: lines.join('\r\n') };
  const quoted = quotedPrintable(lines);
  const plain = lines.join('\r\n');
  if (quoted.length <= Buffer.byteLength(plain) * LONGEST_QUOTED)
    return { encoding: 'quoted-printable', text: quoted };
  const base64 = Buffer.from(plain, 'utf8').toString('base64');
  return { encoding: 'base64', text: base64.replace(/.{76}(?!$)/g, '$&\r\n') };
}

/** Nothing that a relay might change on the way: no blank at its end, and no `From ` that a mailbox file would take for the next mail. */
function travelsAsItIs(line: string): boolean {
  return (
    line.length <= LONGEST_LINE &&
    !/[^\t\x20-\x3C\x3E-\x7E]|=/.test(line) &&
    !/[ \t]$/.test(line) &&
    !line.startsWith('From ')
  );
}

function quotedPrintable(lines: readonly string[]): string {
  return lines.map((line) => softlyBroken(withoutBlankEnd(line.replace(QUOTED, octets)))).join('\r\n');
}

function octets(characters: string): string {
  if (characters === '=') return '=3D';
  return Buffer.from(characters, 'utf8').toString('hex').toUpperCase().replace(/../g, '=$&');
}

function withoutBlankEnd(line: string): string {
  const guarded = line.startsWith('From ') ? `=46${line.slice(1)}` : line;
  if (guarded.endsWith(' ')) return `${guarded.slice(0, -1)}=20`;
  return guarded.endsWith('\t') ? `${guarded.slice(0, -1)}=09` : guarded;
}

/** Broken by `=` at the end of a line, never within `=XX`. */
function softlyBroken(line: string): string {
  let broken = '';
  let at = 0;
  while (line.length - at > LONGEST_LINE) {
    let end = at + LONGEST_LINE - 1;
    if (line[end - 1] === '=') end -= 1;
    else if (line[end - 2] === '=') end -= 2;
    broken += `${line.slice(at, end)}=\r\n`;
    at = end;
  }
  return broken + line.slice(at);
}
