import fc from 'fast-check';
import { attachment, fileName } from './attachment.js';

describe('the name of a downloaded proposal', () => {
  it('keeps the client`s letters and nothing that a file system or a header reads', () => {
    expect(fileName('Harbour Bakery', 'pdf')).toBe('Proposal Harbour Bakery.pdf');
    expect(fileName('../../etc/passwd', 'pdf')).toBe('Proposal .. .. etc passwd.pdf');
    expect(fileName('a\r\nSet-Cookie: x="1"', 'docx')).toBe('Proposal a Set-Cookie x= 1.docx');
    expect(fileName('evil\u202efdp.exe ', 'pdf')).toBe('Proposal evil fdp.exe.pdf');
    expect(fileName('???', 'pdf')).toBe('Proposal.pdf');
    expect(fileName('x'.repeat(500), 'pdf').length).toBeLessThan(140);
  });

  it('is told in ASCII and, for those who can read it, in full', () => {
    expect(attachment(fileName('Café Zoë (北京)', 'pdf'))).toBe(
      `attachment; filename="Proposal Cafe Zoe (__).pdf"; filename*=UTF-8''Proposal%20Caf%C3%A9%20Zo%C3%AB%20%28%E5%8C%97%E4%BA%AC%29.pdf`,
    );
  });

  it('is one header whatever the client is called', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 200 }), (client) => {
        const name = fileName(client, 'pdf');
        const header = attachment(name);
        expect(header).toMatch(/^attachment; filename="[\w .,()&+-]+"; filename\*=UTF-8''[\w%.~!-]+$/);
        expect(decodeURIComponent(header.split("''")[1]!)).toBe(name);
      }),
    );
  });
});
