const LONGEST_NAME = 120;

/** The name under which a browser keeps a proposal: `Proposal Harbour Bakery.pdf`. */
export function fileName(client: string, extension: string): string {
  const plain = client
    .normalize('NFC')
    .replace(/[\p{Cc}\p{Cf}\p{Cs}\p{Co}\p{Cn}\\/:*?"<>|%]/gu, ' ')
    .replace(/\s+/g, ' ')
    .trim();
  const short = [...plain]
    .slice(0, LONGEST_NAME)
    .join('')
    .replace(/[. ]+$/, '');
  return `${`Proposal ${short}`.trim()}.${extension}`;
}

/**
 * The `Content-Disposition` of a download, RFC 6266: the name in ASCII for old clients, and after RFC 5987 with all its
 * letters for the others.
 */
export function attachment(name: string): string {
  const ascii = name
    .normalize('NFKD')
    .replace(/\p{M}/gu, '')
    .replace(/[^\w .,()&+-]/g, '_');
  const encoded = encodeURIComponent(name).replace(
    /['()*]/g,
    (sign) => `%${sign.charCodeAt(0).toString(16).toUpperCase()}`,
  );
  return `attachment; filename="${ascii}"; filename*=UTF-8''${encoded}`;
}
