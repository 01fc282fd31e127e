import { TextDecoder } from 'node:util';

/** How much of a page is searched for its own word about its encoding; the HTML standard asks for the first 1,024 bytes. */
const HEAD = 2_048;
const IN_HEADER = /charset\s*=\s*["']?([^\s"';,]+)/i;
const IN_PAGE = /<meta\s[^>]{0,500}?charset\s*=\s*["']?([^\s"'/>;]+)/i;
const IN_XML = /^<\?xml\s[^>]{0,200}?encoding\s*=\s*["']([^"']+)/i;

/** Text as its byte order mark says, else the header, else the page itself, else UTF-8. Bytes that fit nothing become U+FFFD. */
export function decodeText(bytes: Buffer, contentType: string): string {
  const decoder =
    marked(bytes) ??
    named(IN_HEADER.exec(contentType)?.[1]) ??
    named(inPage(bytes.toString('latin1', 0, HEAD))) ??
    new TextDecoder();
  return decoder.decode(bytes);
}

function marked(bytes: Buffer): TextDecoder | undefined {
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return new TextDecoder('utf-16le');
  if (bytes[0] === 0xfe && bytes[1] === 0xff) return new TextDecoder('utf-16be');
  return bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf ? new TextDecoder() : undefined;
}

/** A page that can be searched for its encoding is not in UTF-16, whatever it says. */
function inPage(head: string): string | undefined {
  const label = IN_XML.exec(head)?.[1] ?? IN_PAGE.exec(head)?.[1];
  return label && /^utf-?16/i.test(label) ? 'utf-8' : label;
}

/** Labels of the Encoding standard only: `iso-8859-1` means windows-1252 there, and UTF-7 nothing. */
function named(label: string | undefined): TextDecoder | undefined {
  if (label === undefined) return undefined;
  try {
    return new TextDecoder(label);
  } catch {
    return undefined;
  }
}
