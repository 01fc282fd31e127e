import { PNG } from '../domains/brand/logos.makers.js';
import { makeBucket } from '../domains/knowledge/knowledge.makers.js';
import type { MadeObject, ObjectCases } from './object-case.js';
import { type Tenant, told } from './tenant.js';

const KNOWLEDGE = '/api/knowledge';
const FILE = { 'content-type': 'text/plain' };

const bucketAt =
  (rest: string, asks: Omit<MadeObject, 'path'>) =>
  async ({ client }: Tenant): Promise<MadeObject> => ({
    path: `${KNOWLEDGE}/buckets/${await makeBucket(client, 'Prices')}${rest}`,
    ...asks,
  });
const documentAt =
  (rest: string, asks: Omit<MadeObject, 'path'>) =>
  async (owner: Tenant): Promise<MadeObject> => {
    const { path } = await bucketAt('/files?filename=prices.txt', {})(owner);
    const { id } = await told(owner.client.post(path, 'Spades: 5', FILE));
    return { path: `${KNOWLEDGE}/documents/${id}${rest}`, ...asks };
  };
const branded =
  (asks: Omit<MadeObject, 'path'>, rest = '') =>
  async ({ client }: Tenant): Promise<MadeObject> => {
    await told(client.put('/api/brand', { name: 'Acme' }));
    await told(client.put('/api/brand', { name: 'Other' }));
    return { path: `/api/brand/versions/1${rest}`, ...asks };
  };
const logoAt =
  (rest: string, asks: Omit<MadeObject, 'path'>) =>
  async ({ client }: Tenant): Promise<MadeObject> => {
    const type = { 'content-type': 'image/png' };
    const { id } = await told(client.post('/api/brand/logos?name=Dark', new Uint8Array(PNG), type));
    return { path: `/api/brand/logos/${id}${rest}`, ...asks };
  };

/** What models are told: texts, and how the owner speaks. */
export const KNOWLEDGE_CASES: ObjectCases = {
  '/api/knowledge/buckets/:bucketId': bucketAt('', { GET: null, PATCH: { name: 'Other' }, DELETE: null }),
  '/api/knowledge/buckets/:bucketId/files': bucketAt('/files?filename=prices.txt', {
    POST: new Uint8Array(Buffer.from('Spades: 5')),
    headers: FILE,
  }),
  '/api/knowledge/buckets/:bucketId/reindex': async (owner) => {
    const { path } = await bucketAt('', {})(owner);
    await told(owner.client.post(`${path}/files?filename=prices.txt`, 'Spades: 5', FILE));
    await owner.app.sql(`update knowledge_documents set status = 'ready' where created_by = $1`, [owner.id]);
    return { path: `${path}/reindex`, POST: null };
  },
  '/api/knowledge/documents/:documentId': documentAt('', {
    GET: null,
    PATCH: { title: 'Other' },
    DELETE: null,
  }),
  '/api/knowledge/documents/:documentId/text': documentAt('/text', { GET: null }),
  '/api/knowledge/documents/:documentId/file': documentAt('/file', { GET: null }),
  '/api/knowledge/documents/:documentId/reindex': async (owner) => {
    const object = await documentAt('/reindex', { POST: null })(owner);
    await owner.app.sql(`update knowledge_documents set status = 'ready' where created_by = $1`, [owner.id]);
    return object;
  },
  '/api/brand/versions/:version': branded({ GET: null }),
  '/api/brand/versions/:version/restore': branded({ POST: null }, '/restore'),
  '/api/brand/logos/:logoId': logoAt('', { DELETE: null }),
  '/api/brand/logos/:logoId/file': logoAt('/file', { GET: null }),
};
