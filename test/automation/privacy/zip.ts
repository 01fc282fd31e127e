import { inflateRawSync } from 'node:zlib';

const END = 0x06054b50;
const ENTRY = 0x02014b50;

/** The entries of a ZIP file as text, by its central directory: what it says of sizes is what is read. */
export function readZip(bytes: Buffer): Map<string, string> {
  const end = bytes.lastIndexOf(Buffer.from([0x50, 0x4b, 0x05, 0x06]));
  if (end < 0 || bytes.readUInt32LE(end) !== END) throw new Error('This is no ZIP file.');
  const entries = new Map<string, string>();
  let at = bytes.readUInt32LE(end + 16);
  for (let nth = 0; nth < bytes.readUInt16LE(end + 10); nth++) {
    if (bytes.readUInt32LE(at) !== ENTRY) throw new Error(`There is no entry at ${at}.`);
    const [method, size] = [bytes.readUInt16LE(at + 10), bytes.readUInt32LE(at + 20)];
    const [name, extra, comment] = [28, 30, 32].map((offset) => bytes.readUInt16LE(at + offset));
    const local = bytes.readUInt32LE(at + 42);
    const from = local + 30 + bytes.readUInt16LE(local + 26) + bytes.readUInt16LE(local + 28);
    const content = bytes.subarray(from, from + size);
    const key = bytes.toString('utf8', at + 46, at + 46 + name!);
    entries.set(key, (method === 0 ? content : inflateRawSync(content)).toString('utf8'));
    at += 46 + name! + extra! + comment!;
  }
  return entries;
}
