import { deflateSync } from 'node:zlib';
import fc from 'fast-check';
import { logoOf } from './logo.js';

function chunk(type: string, data: Buffer): Buffer {
  const head = Buffer.alloc(8);
  head.writeUInt32BE(data.length);
  head.write(type, 4, 'latin1');
  return Buffer.concat([head, data, Buffer.alloc(4)]);
}

function png(width: number, height: number, pixels: Buffer): Buffer {
  const size = Buffer.alloc(13);
  size.writeUInt32BE(width);
  size.writeUInt32BE(height, 4);
  size.set([8, 6], 8);
  const mark = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);
  return Buffer.concat([
    mark,
    chunk('IHDR', size),
    chunk('IDAT', deflateSync(pixels)),
    chunk('IEND', Buffer.alloc(0)),
  ]);
}

describe('the logo on a proposal', () => {
  it('is a PNG or a JPEG, whose size is read from its head', () => {
    expect(logoOf(png(3, 2, Buffer.alloc(26)))).toMatchObject({ type: 'png', width: 3, height: 2 });
    const jpeg = Buffer.from('ffd8ffe000040000ffc0000b080002000301011100', 'hex');
    expect(logoOf(jpeg)).toMatchObject({ type: 'jpg', width: 3, height: 2 });
  });

  it('is left out when it unpacks to more than its head says, or is too large', () => {
    expect(logoOf(png(3, 2, Buffer.alloc(5_000_000)))).toBeUndefined();
    expect(logoOf(png(50_000, 50_000, Buffer.alloc(26)))).toBeUndefined();
    expect(logoOf(png(0, 2, Buffer.alloc(2)))).toBeUndefined();
    expect(logoOf(Buffer.concat([png(3, 2, Buffer.alloc(26)), Buffer.alloc(1_100_000)]))).toBeUndefined();
  });

  it('is left out when it is something else, whatever that is', () => {
    for (const text of ['', '<svg xmlns="http://www.w3.org/2000/svg"/>', 'GIF89a', '%PDF-1.7'])
      expect(logoOf(Buffer.from(text))).toBeUndefined();
    const start = fc.constantFrom(
      '',
      'ffd8',
      'ffd8ffe0ffff',
      '89504e470d0a1a0a',
      '89504e470d0a1a0a0000000d49484452',
    );
    fc.assert(
      fc.property(start, fc.uint8Array({ maxLength: 60 }), (head, rest) => {
        const logo = logoOf(Buffer.concat([Buffer.from(head, 'hex'), rest]));
        expect(logo === undefined || logo.width * logo.height <= 4_000_000).toBe(true);
      }),
    );
  });
});
