import { MailTemplate, type MailSource } from './mail-template.js';

const template = (attack: Partial<MailSource>) =>
  new MailTemplate({ subject: 'Hello', html: '<p>Hello</p>', trackLinks: true, ...attack });
const recipient = {
  email: 'ada@example.com',
  fields: { first_name: 'Ada', custom: { plan: 'gold' } },
  readerLinks: {
    unsubscribeUrl: 'https://mail.test/e/u/token',
    preferencesUrl: 'https://mail.test/e/p/token',
    viewUrl: 'https://mail.test/e/v/token',
  },
  linkUrls: [],
};
const refused = (changes: Partial<MailSource>) => {
  try {
    template(changes);
  } catch (error) {
    return error as { code: string; message: string };
  }
  throw new Error('The template was accepted');
};

describe('somebody attacks through a template', () => {
  const harmless = [
    `{{constructor.constructor('return process')()}}`,
    '{{ constructor }}{{ custom.constructor.name }}{{ custom.__proto__ }}',
    '{{a.__proto__}}{{ first_name.constructor }}{{ links.constructor }}',
    '${7*7}',
    '<%= 7*7 %>',
    '#{7*7}',
    '{{ env "PATH" }}',
  ];
  it.each(harmless)('%s is printed or empty', (attack) => {
    let html = '';
    try {
      html = template({ html: `<i>${attack}</i>`, subject: attack }).render(recipient).html;
    } catch (error) {
      expect(error).toMatchObject({ code: 'email/template-invalid' });
    }
    expect(html).not.toMatch(/49|function|Object|native code|process/);
  });

  it.each([
    '{{ "x" | env }}',
    '{{ email | raw }}',
    `{% include 'x' %}`,
    `{% render '/etc/passwd' %}`,
    `{% layout 'x' %}`,
    '{% liquid\n echo email %}',
    '{% echo email %}',
    '{% cycle email %}',
    '{{ unclosed',
    '{% if x %}',
    '{'.repeat(100_000),
    '{{{{'.repeat(30_000),
    'x'.repeat(204_800),
  ])('%# is refused with a reason and in no time', (attack) => {
    const started = performance.now();
    for (const part of ['html', 'subject', 'text'] as const) {
      if (attack.startsWith('{{{') || attack.startsWith('{'.repeat(9))) {
        try {
          template({ [part]: attack });
        } catch (error) {
          expect(error).toMatchObject({ code: 'email/template-invalid' });
        }
      } else
        expect(refused({ [part]: attack })).toMatchObject({
          code: 'email/template-invalid',
          kind: 'invalid',
        });
    }
    expect(performance.now() - started).toBeLessThan(1500);
  });

  it.each([
    '{% for i in (1..100000000) %}{{ i }}{% endfor %}',
    '{% assign a = "xxxxxxxxxx" %}' + '{% assign a = a | append: a %}'.repeat(40),
    '{% for a in (1..9999) %}{% for b in (1..9999) %}x{% endfor %}{% endfor %}',
  ])('a template that works without end is stopped: %#', (attack) => {
    const started = performance.now();
    expect(refused({ html: attack })).toMatchObject({ code: 'email/template-invalid' });
    expect(performance.now() - started).toBeLessThan(500);
  });

  it('is told the line', () => {
    expect(refused({ html: '<p>\n\n{{ a | nothing }}</p>' }).message).toMatch(/line:3/);
  });
});
