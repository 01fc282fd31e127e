import { Readable } from 'node:stream';
import type { FastifyRequest } from 'fastify';
import { readFileForm } from '#platform/http/multipart';
import { KnowledgeFileEmpty, KnowledgeUploadBroken } from '../knowledge.errors.js';

/** A file on its way in, and what is said of it. */
export interface ArrivingFile {
  readonly name: string;
  readonly mediaType: string;
  /** What its sender calls the document; empty when not said. */
  readonly title: string;
  readonly content: AsyncIterable<Buffer>;
}

/** The file of an upload: the first one of a form, or the whole body. */
export async function arrivingFile({ body, headers }: FastifyRequest): Promise<ArrivingFile> {
  if (!(body instanceof Readable)) throw new KnowledgeFileEmpty();
  const type = headers['content-type'] ?? '';
  if (!/^multipart\/form-data\b/i.test(type)) {
    const mediaType = type.split(';')[0]?.trim().toLowerCase() ?? '';
    return { name: '', mediaType, title: '', content: arriving(body) };
  }
  const { fields, file } = await readFileForm(body, type);
  if (!file) throw new KnowledgeFileEmpty();
  const { fileName, mediaType, content } = file;
  return { name: fileName, mediaType, title: fields.get('title') ?? '', content };
}

/** The request itself is left whole, so that it can still be answered when the file is refused half-way. */
async function* arriving(body: Readable): AsyncGenerator<Buffer> {
  try {
    yield* body.iterator({ destroyOnReturn: false });
  } catch (error) {
    throw new KnowledgeUploadBroken().because(error);
  }
}
