import fc from 'fast-check';
import { decodeText } from './charset.js';

const page = (label: string, bytes: number[]) =>
  Buffer.concat([Buffer.from(`<html><head><meta charset="${label}"></head>`), Buffer.from(bytes)]);

describe('the text of a page', () => {
  it('is read as its mark says before all else', () => {
    expect(decodeText(Buffer.from([0xff, 0xfe, 0x41, 0x00]), 'text/html; charset=utf-8')).toBe('A');
    expect(decodeText(Buffer.from([0xfe, 0xff, 0x00, 0x41]), '')).toBe('A');
    expect(decodeText(Buffer.from([0xef, 0xbb, 0xbf, 0xc3, 0xa4]), 'text/html; charset=latin1')).toBe('ä');
  });

  it('is read as its header says, before what the page says', () => {
    expect(decodeText(page('utf-8', [0xe4]), 'text/html;charset="windows-1252"')).toContain('ä');
    expect(decodeText(Buffer.from([0x93, 0x94]), 'text/plain; charset=ISO-8859-1')).toBe('“”');
    expect(decodeText(Buffer.from([0xcf, 0xf0]), 'text/plain; charset=windows-1251')).toBe('Пр');
    expect(decodeText(Buffer.from([0x82, 0xa0]), 'text/plain; charset=Shift_JIS')).toBe('あ');
  });

  it('is read as the page says where no header does', () => {
    expect(decodeText(page('iso-8859-1', [0xe4]), 'text/html')).toContain('ä');
    expect(
      decodeText(
        Buffer.from('<meta http-equiv="Content-Type" content="text/html; charset=koi8-r">\xc1', 'latin1'),
        '',
      ),
    ).toContain('а');
    expect(
      decodeText(Buffer.from('<?xml version="1.0" encoding="windows-1252"?>\x80', 'latin1'), ''),
    ).toContain('€');
  });

  it('is UTF-8 where nothing is said, or nothing that is an encoding', () => {
    for (const type of ['', 'text/html; charset=utf-7', 'text/html; charset=hex', 'text/html; charset='])
      expect(decodeText(Buffer.from('ä+ADw-'), type)).toBe('ä+ADw-');
    expect(decodeText(page('utf-16', [0xc3, 0xa4]), '')).toContain('ä');
    expect(decodeText(Buffer.from([0xe4]), '')).toBe('\ufffd');
  });

  it('comes out of any bytes under any label', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 200 }), fc.string(), (bytes, label) => {
        expect(typeof decodeText(Buffer.from(bytes), `text/html; charset=${label}`)).toBe('string');
      }),
    );
  });
});
