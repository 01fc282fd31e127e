import fc from 'fast-check';
import { splitName, tidyLine } from './lead-text.js';

describe('a line of text', () => {
  it('is composed, and loses the spaces around and doubled within it', () => {
    expect(tidyLine('  Zoe\u0308\t A\u030Angstro\u0308m \n')).toBe('Zoë Ångström');
    expect(tidyLine('\u00a0Ada\u2003Lovelace\ufeff')).toBe('Ada Lovelace');
    expect(tidyLine('   ')).toBe('');
  });

  it('is the same once it is tidy', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        const tidy = tidyLine(text);
        expect(tidyLine(tidy)).toBe(tidy);
        expect(tidy).not.toMatch(/^\s|\s$|\s\s|[\t\r\n]/);
        expect(tidy.normalize('NFC')).toBe(tidy);
      }),
    );
  });
});

it('the last word of a name is the last name', () => {
  expect(splitName('Mary Ann Evans')).toEqual({ firstName: 'Mary Ann', lastName: 'Evans' });
  expect(splitName('Plato')).toEqual({ firstName: 'Plato', lastName: null });
});
