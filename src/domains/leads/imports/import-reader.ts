import iconv from 'iconv-lite';
import type { TextEncoding } from '../csv/csv-encoding.js';
import { delimiterOf } from '../csv/csv-columns.js';
import { type CsvRecord, CsvRecords } from '../csv/csv-records.js';

const ENOUGH_FOR_A_LINE = 32 * 1024;

/** Rows that arrived together, and how much of the file has been read with them. */
export interface RecordGroup {
  records: CsvRecord[];
  bytesRead: number;
}

/** Bytes as text, without the mark at their beginning. */
export function decoded(bytes: Buffer, encoding: TextEncoding): string {
  return iconv.decode(bytes, encoding, { stripBOM: true });
}

/** Reads a CSV file as a stream of decoded rows; what divides the columns is found from the first line. */
export async function* readRecords(
  file: AsyncIterable<Buffer>,
  encoding: TextEncoding,
): AsyncGenerator<RecordGroup> {
  const decoder = iconv.getDecoder(encoding, { stripBOM: true });
  let records: CsvRecords | undefined;
  let ahead = '';
  let bytesRead = 0;
  for await (const chunk of file) {
    bytesRead += chunk.length;
    const text = ahead + decoder.write(chunk);
    ahead = '';
    if (!records && text.length < ENOUGH_FOR_A_LINE) {
      ahead = text;
      continue;
    }
    records ??= new CsvRecords(delimiterOf(text));
    yield { records: records.push(text), bytesRead };
  }
  const rest = ahead + (decoder.end() ?? '');
  records ??= new CsvRecords(delimiterOf(rest));
  yield { records: [...records.push(rest), ...records.end()], bytesRead };
}
