import { pipeline, type Readable, Transform } from 'node:stream';

/** Passes on what arrives, up to so many bytes; more is an error. Destroying it lets go of the source at once. */
export function bounded(source: Readable, mostBytes: number): Readable {
  let bytes = 0;
  const bound = new Transform({
    transform(piece: Buffer, _encoding, done) {
      bytes += piece.byteLength;
      if (bytes > mostBytes) done(new Error(`The content is larger than ${mostBytes} bytes.`));
      else done(null, piece);
    },
  });
  // What ends the source early is an error of what is returned.
  return pipeline(source, bound, () => undefined);
}
