import { plainToInstance } from 'class-transformer';
import { validateSync } from 'class-validator';
import { KnowledgeAction } from './processor.dto.js';

const wrongIn = (asked: object): string[] =>
  validateSync(plainToInstance(KnowledgeAction, asked), { whitelist: true, forbidNonWhitelisted: true }).map(
    ({ property }) => property,
  );
const ID = '0198c0de-0000-7000-8000-000000000000';

describe('an action of the front end of before', () => {
  it.each([
    [{ action: 'drop_everything' }, ['action']],
    [{ action: 'create_bucket' }, ['name']],
    [{ action: 'upload_document' }, ['bucket_id', 'title', 'content']],
    [{ action: 'update_document', title: 'a' }, ['document_id']],
    [{ action: 'update_document', document_id: ID, title: '' }, ['title']],
    [{ action: 'process_document', document_id: 'x' }, ['document_id']],
    [{ action: 'search_knowledge', query: ' ', limit: 21 }, ['query', 'limit']],
    [{ action: 'get_buckets', bucket_type: 'secret', owner: ID }, ['owner', 'bucket_type']],
  ])('is told what it lacks: %j', (asked, fields) => expect(wrongIn(asked)).toEqual(fields));

  it.each([
    { action: 'create_bucket', name: 'A', campaign_id: '', description: null },
    { action: 'get_buckets' },
    { action: 'update_document', document_id: ID, title: null, content: 'b' },
    { action: 'search_knowledge', query: 'a', bucket_id: ID, limit: 3, threshold: 0.7 },
  ])('needs nothing that its kind does not use: %j', (asked) => expect(wrongIn(asked)).toEqual([]));
});
