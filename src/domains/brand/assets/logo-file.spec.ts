import { logoType } from './logo-file.js';

const PNG = Buffer.from('89504e470d0a1a0a0000000d4948445200000001', 'hex');

describe('the file of a logo', () => {
  it.each([
    ['a PNG', PNG, 'image/png'],
    ['a JPEG', Buffer.from('ffd8ffe000104a46', 'hex'), 'image/jpeg'],
    ['a WebP', Buffer.from('RIFF\u0001\u0002\u0003\u0004WEBPVP8 ', 'latin1'), 'image/webp'],
    ['an SVG', Buffer.from('<svg xmlns="http://www.w3.org/2000/svg"/>'), 'image/svg+xml'],
    [
      'an SVG with all that may stand before it',
      Buffer.from(
        '\ufeff<?xml version="1.0"?>\n<!-- a --><!-- b -->\n<!DOCTYPE svg PUBLIC "-//W3C//DTD" "x">\n<svg\n/>',
      ),
      'image/svg+xml',
    ],
  ])('is known by its content: %s', (_what, content, type) => {
    expect(logoType(content)).toBe(type);
  });

  it.each([
    ['a page', '<!doctype html><html><svg></svg></html>'],
    ['a page that begins with a comment', '<!-- <svg> --><html>'],
    ['an SVG with entities', '<!DOCTYPE svg [<!ENTITY a "aa">]><svg>&a;</svg>'],
    ['a GIF', 'GIF89a'],
    ['the beginning of a PNG', PNG.subarray(0, 10)],
    ['another RIFF', 'RIFF1234WAVE'],
    ['comments without an end', `${'<!-- a -->'.repeat(400)}<!--`],
    ['a name alone', 'logo.svg'],
  ])('is none of them: %s', (_what, content) => {
    expect(logoType(Buffer.from(content))).toBeUndefined();
  });
});
