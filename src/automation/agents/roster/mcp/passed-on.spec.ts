import { passedOn, valueOf } from './passed-on.js';

const RESULT = { contact: { id: 7, tags: ['a', 'b'] }, empty: null };

describe('what a step hands to the next', () => {
  it('is found by dotted paths, through lists too', () => {
    expect(passedOn(RESULT, { id: 'contact.id', tag: 'contact.tags.1', none: 'empty' })).toEqual({
      parameters: { id: 7, tag: 'b', none: null },
      missing: [],
    });
  });

  it.each([
    'contact.name',
    'contact.id.x',
    'contact.tags.2',
    '__proto__.x',
    'constructor.name',
    'toString',
    '',
  ])('is missed at %j', (path) => {
    expect(passedOn(RESULT, { it: path })).toEqual({ parameters: {}, missing: [path] });
  });

  it('comes from what a tool gave: structured, else its text as JSON, else its text', () => {
    const outcome = (text: string, structured_content: unknown = null) =>
      valueOf({
        server: 'crm',
        tool: 'find',
        success: true,
        content: [{ kind: 'text', text, uri: null, mime_type: null, bytes: null }],
        structured_content,
        truncated: false,
        untrusted: true,
      });
    expect(outcome('{"id":1}', { id: 2 })).toEqual({ id: 2 });
    expect(outcome('{"id":1}')).toEqual({ id: 1 });
    expect(outcome('hello')).toEqual({ text: 'hello' });
  });
});
