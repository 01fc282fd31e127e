import axe from 'axe-core';
import { DESKTOP, inBrowser, PHONE, Visitor } from './visitor.js';

/** Rules that must have found something to look at: axe says nothing about what it does not see. */
const LOOKED_AT = ['color-contrast', 'label', 'button-name', 'select-name', 'autocomplete-valid'];

const GARDEN = {
  name: 'Book a garden consultation',
  fields: [
    { name: 'name', type: 'text', label: 'Your name', required: true, placeholder: 'Ada Lovelace' },
    { name: 'email', type: 'email', label: 'Email', required: true, placeholder: 'ada@example.com' },
    { name: 'phone', type: 'tel', label: 'Phone' },
    { name: 'garden', type: 'select', label: 'What is it about?', options: ['Planting plan', 'Lawn'] },
    { name: 'size', type: 'number', label: 'Size in square metres' },
    { name: 'day', type: 'date', label: 'A day that suits you' },
    { name: 'site', type: 'url', label: 'Pictures of it' },
    { name: 'message', type: 'textarea', label: 'Tell us about it', placeholder: 'Soil, light, wishes…' },
    { name: 'consent', type: 'checkbox', label: 'Send me the newsletter as well', required: true },
  ],
};
const INTRO = 'Half an hour with a gardener, free of charge.';

interface Findings {
  violations: { id: string; nodes: { html: string; failureSummary: string }[] }[];
  passes: { id: string }[];
}

inBrowser('somebody who cannot see a form, or only some of it', () => {
  const visitor = Visitor.forTests();

  /** What axe has to complain about, and which rules it could apply. */
  async function look(): Promise<{ wrong: string[]; seen: string[] }> {
    await visitor.page.evaluate(axe.source);
    const { violations, passes } = await visitor.page.evaluate<Findings>('axe.run(document)');
    return {
      wrong: violations.flatMap(({ id, nodes }) =>
        nodes.map(({ html, failureSummary }) => `${id}: ${html}\n${failureSummary}`),
      ),
      seen: passes.map(({ id }) => id),
    };
  }

  it.each([
    ['the hosted page', 'light', PHONE, {}],
    ['the hosted page', 'dark', DESKTOP, { theme: 'dark' }],
    ['the hosted page', 'auto', PHONE, { theme: 'auto', button_color: '#fbbf24', show_title: false }],
    ['the widget', 'light', DESKTOP, { button_color: '#777777', font_family: 'serif' }],
    ['the widget', 'dark', PHONE, { theme: 'dark', button_color: '#0f172a' }],
    [
      'the widget',
      'light',
      PHONE,
      { background_color: '#7dd3fc', text_color: '#e0f2fe', button_color: '#38bdf8' },
    ],
  ] as const)(
    'finds nothing in the way on %s, %s, empty, refused and done',
    async (where, theme, viewport, styling) => {
      const { id } = await visitor.makeForm({ ...GARDEN, styling: { intro: INTRO, ...styling } });
      await visitor.page.context().close();
      const colorScheme = theme === 'auto' ? 'dark' : 'light';
      const page = await visitor.open({ viewport, colorScheme, reducedMotion: 'reduce' });
      await (where === 'the widget' ? visitor.visitSite([id]) : visitor.visitPage(id));
      await page.getByRole('button').waitFor();
      const empty = await look();
      expect(empty.wrong).toEqual([]);
      for (const rule of LOOKED_AT) expect(empty.seen).toContain(rule);

      await page.getByLabel('Email').fill('nobody');
      await page.getByRole('button').click();
      await page.getByRole('alert').filter({ hasText: 'Please check 3 fields.' }).waitFor();
      expect((await look()).wrong).toEqual([]);

      await page.getByLabel('Your name').fill('Ada');
      await page.getByLabel('Email').fill('ada@example.com');
      await page.getByRole('checkbox').check();
      expect((await look()).wrong).toEqual([]);
      await page.keyboard.press('Tab');
      await page.keyboard.press('Enter');
      await page.getByRole('status').filter({ hasText: 'Thank you' }).waitFor();
      expect((await look()).wrong).toEqual([]);
      expect(visitor.complaints).toEqual([]);
    },
  );

  describe('who mistypes the address', () => {
    const hint = () => visitor.page.getByRole('button', { name: 'ada@gmail.com' });
    const fill = async (email = 'ada@gamil.com') => {
      await visitor.page.getByLabel('Name').fill('Ada');
      await visitor.page.getByLabel('Email').fill(email);
    };
    const submit = () => visitor.page.getByRole('button', { name: 'Submit' }).click();

    it.each(['the hosted page', 'the widget'])(
      'is asked on %s whether another was meant, and can take it',
      async (where) => {
        const { id, leads } = await visitor.makeForm({});
        const { page } = visitor;
        await (where === 'the widget' ? visitor.visitSite([id]) : visitor.visitPage(id));
        await fill();
        await hint().waitFor();
        expect(await page.getByText('Did you mean ada@gmail.com?').getAttribute('aria-live')).toBe('polite');
        expect(await page.getByLabel('Email').getAttribute('aria-describedby')).toBe('field-email-hint');
        expect((await look()).wrong).toEqual([]);
        await page.getByLabel('Email').press('Tab');
        await page.keyboard.press('Enter');
        expect(await page.getByLabel('Email').inputValue()).toBe('ada@gmail.com');
        expect(await visitor.focused()).toBe('field-email');
        expect(await page.getByText('Did you mean').count()).toBe(0);
        expect(await page.getByLabel('Email').getAttribute('aria-describedby')).toBeNull();
        await submit();
        await page.getByText('Thank you').waitFor();
        expect(await leads()).toMatchObject([{ email: 'ada@gmail.com', email_quality: 'good' }]);
        expect(visitor.complaints).toEqual([]);
      },
    );

    it('is held up once where the question has not been seen, and can leave it', async () => {
      const { id, leads } = await visitor.makeForm({});
      const { page } = visitor;
      await visitor.visitSite([id]);
      await fill();
      await page.getByLabel('Email').press('Enter');
      await page.getByRole('alert').filter({ hasText: 'Please look at your address once more' }).waitFor();
      expect(await visitor.focused()).toBe('field-email');
      expect((await look()).wrong).toEqual([]);
      expect(await leads()).toEqual([]);
      await submit();
      await page.getByText('Thank you').waitFor();
      expect(await leads()).toMatchObject([{ email: 'ada@gamil.com', email_suggestion: 'ada@gmail.com' }]);
    });

    it('is asked no more once it is put right, and may send what was asked about', async () => {
      const { id, leads } = await visitor.makeForm({});
      const { page } = visitor;
      await visitor.visitSite([id]);
      await fill();
      await page.getByLabel('Email').press('Enter');
      await page.getByRole('alert').filter({ hasText: 'once more' }).waitFor();
      await fill('eve@acme.example');
      expect(await page.getByText(/Did you mean|once more/).count()).toBe(0);
      await fill();
      await hint().waitFor();
      await submit();
      await page.getByText('Thank you').waitFor();
      expect(await leads()).toMatchObject([{ email: 'ada@gamil.com', email_issues: ['typo'] }]);
    });

    it('is told beside the field that the owner wants no address to throw away', async () => {
      const { id } = await visitor.makeForm({ settings: { disposable_addresses: 'refuse' } });
      const { page } = visitor;
      await visitor.visitSite([id]);
      await fill('x@mailinator.com');
      await submit();
      await page.getByText('Please use an address that you keep').waitFor();
      expect(await visitor.focused()).toBe('field-email');
      expect((await look()).wrong).toEqual([]);
    });
  });
});
