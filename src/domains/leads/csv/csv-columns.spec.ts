import { delimiterOf, targetsOf, targetText } from './csv-columns.js';

const guess = (header: string) => targetText(targetsOf([header], {})[0] ?? null);

describe('the columns of a file', () => {
  it.each([
    ['First Name', 'first_name'],
    ['firstName', 'first_name'],
    ['VORNAME', 'first_name'],
    ['Prénom', 'first_name'],
    ['Nachname', 'last_name'],
    ['E-Mail', 'email'],
    ['emailAddress', 'email'],
    [' Email address ', 'email'],
    ['Courriel', 'email'],
    ['Firma', 'company'],
    ['Organization', 'company'],
    ['Unternehmensgröße', 'company_size'],
    ['Mobile Phone', 'phone'],
    ['lead_score', 'lead_score'],
    ['Lieblings-Farbe', 'custom.lieblings_farbe'],
    ['生日', 'custom.生日'],
    ['created_at', ''],
    ['', ''],
    ['constructor', ''],
    ['__proto__', 'custom.proto'],
    ['Email Address', 'email'],
    ['FNAME', 'first_name'],
    ['AnnualRevenue', 'annual_revenue'],
    ['Company / Account', 'company'],
    ['No. of Employees', 'company_size'],
    ['Country/Region', 'country'],
    ['LeadSource', 'source'],
    ["Secteur d'activité", 'industry'],
    ['Número de teléfono', 'phone'],
    ['Dirección de correo', 'email'],
    ['custom.plan', 'custom.plan'],
    ['custom.__proto__', 'custom.__proto__'],
    ['custom.constructor', ''],
  ])('are understood by their names: %s is %s', (header, target) => {
    expect(guess(header)).toBe(target);
  });

  it('go where the caller says, before any guess', () => {
    const targets = targetsOf(['Email', 'Name', 'X'], { Email: '', X: 'email', Name: 'custom.nick' });
    expect(targets.map(targetText)).toEqual(['', 'custom.nick', 'email']);
  });

  it('can be told by their place, where their name says nothing', () => {
    const targets = targetsOf(['', '', '#1'], { '#1': 'email', '#2': 'name' });
    expect(targets.map(targetText)).toEqual(['email', 'name', 'email']);
  });

  it('are divided by what the first line uses most, outside quotes', () => {
    expect(delimiterOf('"a;b;c;d",e,f\n;;;;;;')).toBe(',');
    expect(delimiterOf('a;b,c;d')).toBe(';');
    expect(delimiterOf('a\tb\tc')).toBe('\t');
    expect(delimiterOf('a|b')).toBe('|');
    expect(delimiterOf('email')).toBe(',');
  });
});
