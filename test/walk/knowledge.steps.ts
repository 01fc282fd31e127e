import { enveloped, listed, type Step } from './step.js';

const BUCKET = {
  id: 'string',
  name: 'string',
  bucket_type: '=general|=campaign',
  campaign_id: 'string|null',
  description: 'string|null',
  document_count: 'number',
  created_by: 'string',
  created_at: 'string',
};
const DOCUMENT = {
  id: 'string',
  bucket_id: 'string',
  title: 'string',
  status: '=processing|=ready|=failed',
  processing_error: 'string|null',
  chunk_count: 'number',
  created_at: 'string',
};
const PASSAGE = {
  chunk_id: 'string',
  document_id: 'string',
  content: 'string',
  bucket_name: 'string',
  score: 'number',
};
const NOTES =
  'Campaigns in spring bring most when spades are reduced by a fifth. What to do first: write to everybody.';
const PROCESSOR = 'POST /api/knowledge/processor';

export const KNOWLEDGE_STEPS: readonly Step[] = [
  {
    route: 'POST /api/knowledge/buckets',
    status: 201,
    body: { name: 'Brand and prices', bucket_type: 'general', description: 'All we know' },
    answers: enveloped(BUCKET),
    refused: [
      [{ name: '' }, 'name'],
      [{ campaign_id: 'spring' }, 'campaign_id'],
    ],
    keeps: { bucketId: 'data.id' },
  },
  { route: 'GET /api/knowledge/buckets', answers: listed(BUCKET) },
  { route: 'GET /api/knowledge/buckets/{bucketId}', answers: enveloped(BUCKET) },
  {
    route: 'PATCH /api/knowledge/buckets/{bucketId}',
    body: { name: 'Prices', description: 'All we ask for' },
    answers: enveloped({ ...BUCKET, name: '=Prices' }),
  },
  {
    route: 'POST /api/knowledge/documents',
    status: 201,
    body: ({ bucketId = '' }) => ({ bucket_id: bucketId, title: 'Notes', content: NOTES, format: 'text' }),
    answers: enveloped(DOCUMENT),
    refused: [
      [{ bucket_id: 'mine' }, 'bucket_id'],
      [{ content: '' }, 'content'],
    ],
  },
  {
    route: 'POST /api/knowledge/buckets/{bucketId}/files',
    query: '?title=Prices&filename=prices.txt',
    status: 201,
    file: new TextEncoder().encode(NOTES),
    headers: { 'content-type': 'text/plain' },
    answers: enveloped(DOCUMENT),
    keeps: { documentId: 'data.id' },
  },
  { route: 'GET /api/knowledge/documents', answers: listed(DOCUMENT) },
  {
    route: 'GET /api/knowledge/documents/{documentId}',
    waits: true,
    answers: enveloped({ ...DOCUMENT, status: '=ready' }),
  },
  {
    route: 'PATCH /api/knowledge/documents/{documentId}',
    body: { title: 'Old prices' },
    answers: enveloped({ ...DOCUMENT, title: '=Old prices' }),
  },
  {
    route: 'GET /api/knowledge/documents/{documentId}/text',
    waits: true,
    answers: enveloped({ id: 'string', title: 'string', start: 'number', end: 'number', text: 'string' }),
  },
  { route: 'GET /api/knowledge/documents/{documentId}/file', answers: '=text/plain' },
  {
    route: 'POST /api/knowledge/documents/{documentId}/reindex',
    status: 202,
    answers: enveloped(DOCUMENT),
  },
  {
    route: 'POST /api/knowledge/buckets/{bucketId}/reindex',
    status: 202,
    answers: enveloped({ documents: 'number' }),
  },
  {
    route: 'POST /api/knowledge/search',
    waits: true,
    body: { query: 'What do spades cost?', limit: 5 },
    answers: enveloped([PASSAGE]),
    refused: [[{ query: '' }, 'query']],
  },
  {
    route: PROCESSOR,
    body: { action: 'create_bucket', name: 'Notes', bucket_type: 'general' },
    answers: enveloped(BUCKET),
    keeps: { otherBucketId: 'data.id' },
  },
  { route: PROCESSOR, body: { action: 'get_buckets' }, answers: enveloped([BUCKET]) },
  {
    route: PROCESSOR,
    body: ({ otherBucketId = '' }) => ({
      action: 'upload_document',
      bucket_id: otherBucketId,
      title: 'Tea',
      content: 'Tea is hot.',
    }),
    answers: enveloped(DOCUMENT),
    keeps: { otherDocumentId: 'data.id' },
  },
  {
    route: PROCESSOR,
    body: ({ otherBucketId = '' }) => ({ action: 'get_documents', bucket_id: otherBucketId }),
    answers: enveloped([DOCUMENT]),
  },
  {
    route: PROCESSOR,
    body: ({ otherDocumentId = '' }) => ({
      action: 'update_document',
      document_id: otherDocumentId,
      title: 'Cold tea',
    }),
    answers: enveloped({ ...DOCUMENT, title: '=Cold tea' }),
  },
  {
    route: PROCESSOR,
    body: ({ otherDocumentId = '' }) => ({ action: 'process_document', document_id: otherDocumentId }),
    answers: enveloped(DOCUMENT),
  },
  {
    route: PROCESSOR,
    waits: true,
    body: { action: 'search_knowledge', query: 'tea' },
    answers: enveloped([PASSAGE]),
  },
  {
    route: PROCESSOR,
    body: ({ otherDocumentId = '' }) => ({ action: 'delete_document', document_id: otherDocumentId }),
    answers: enveloped({ deleted: true }),
  },
];

/** What ends what was made; the assistant reads it before. */
export const KNOWLEDGE_ENDS: readonly Step[] = [
  { route: 'DELETE /api/knowledge/documents/{documentId}', answers: enveloped({ deleted: true }) },
  {
    route: 'DELETE /api/knowledge/buckets/{bucketId}',
    answers: enveloped({ deleted: true, documents: 'number' }),
  },
];
