import { Readable } from 'node:stream';
import type { FastifyRequest } from 'fastify';
import { arrivingFile } from './arriving-file.js';

const request = (body: unknown, type = 'text/plain'): FastifyRequest =>
  ({ body, headers: { 'content-type': type } }) as FastifyRequest;

async function bytesOf(content: AsyncIterable<Buffer>): Promise<string> {
  const pieces: Buffer[] = [];
  for await (const piece of content) pieces.push(piece);
  return Buffer.concat(pieces).toString();
}

describe('a file on its way in', () => {
  it('is the body, with the media type it is said to have', async () => {
    const file = await arrivingFile(
      request(Readable.from([Buffer.from('words')]), 'Text/Plain; charset=utf-8'),
    );
    expect(file).toMatchObject({ name: '', title: '', mediaType: 'text/plain' });
    expect(await bytesOf(file.content)).toBe('words');
  });

  it('is none where there is no body', async () => {
    await expect(arrivingFile(request(undefined))).rejects.toMatchObject({ code: 'knowledge/file-empty' });
  });

  it('that breaks off says so', async () => {
    const body = Readable.from(
      (async function* () {
        yield Buffer.from('half of ');
        throw new Error('the connection is gone');
      })(),
    );
    const { content } = await arrivingFile(request(body));
    await expect(bytesOf(content)).rejects.toMatchObject({
      code: 'knowledge/upload-broken',
      kind: 'malformed',
    });
  });
});
