import { looksLikeHeader, suggestedTargets } from './column-guess.js';
import { targetText } from './csv-columns.js';

const suggested = (headers: string[], rows: string[][], wanted = {}) =>
  suggestedTargets(headers, rows, wanted).map(({ target, because }) => [targetText(target), because]);

describe('what a column holds', () => {
  it('shows by its values where its header says nothing', () => {
    const rows = [
      ['Ada', 'ada@example.com', '+49 (0)30 123456', '2026-01-02'],
      ['Bob', 'bob@example.com', '030/7654321', '2026-01-03'],
      ['Cy', 'none', '', '2026-01-04'],
      ['Dee', 'dee@example.com', '', '12.03.2026'],
      ['Eve', 'eve@example.com', '', ''],
    ];
    expect(suggested(['', 'Kontaktweg', '', 'Seit'], rows)).toEqual([
      ['', 'none'],
      ['email', 'values'],
      ['phone', 'values'],
      ['custom.seit', 'none'],
    ]);
  });

  it('is what the caller or the header says, whatever the values look like', () => {
    const rows = [['a@example.com', 'b@example.com', '123']];
    expect(suggested(['Mail', 'Second', 'x'], rows, { x: 'notes' })).toEqual([
      ['email', 'header'],
      ['custom.second', 'none'],
      ['notes', 'mapping'],
    ]);
    expect(suggested(['', ''], [['a@example.com', 'b']], { '#1': '', '#2': 'email' })).toEqual([
      ['', 'mapping'],
      ['email', 'mapping'],
    ]);
  });

  it('begins in the first row when that holds an address', () => {
    expect(looksLikeHeader(['Name', 'E-Mail'])).toBe(true);
    expect(looksLikeHeader(['Ada', ' ada@example.com '])).toBe(false);
  });
});
