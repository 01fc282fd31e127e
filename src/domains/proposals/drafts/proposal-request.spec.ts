import { toProposalRequest } from './proposal-request.js';

describe('a request for a proposal', () => {
  it('in the short form becomes the long one', () => {
    expect(
      toProposalRequest({
        client_name: 'Harbour Bakery',
        project_description: 'More customers.',
        scope: 'Web only.',
        budget: 8_000,
        timeline: '6 weeks',
      }),
    ).toEqual({
      template_type: 'general_business',
      client_info: {
        company_name: 'Harbour Bakery',
        contact_name: null,
        email: null,
        phone: null,
        industry: null,
      },
      project_details: {
        description: 'More customers.',
        scope: 'Web only.',
        services: [],
        duration: 6,
        features: [],
        wished_timeline: null,
      },
      call_transcript: '',
      budget_range: { min: 8_000, max: 8_000 },
      currency: 'USD',
      locale: 'en-US',
    });
  });

  it('in the long form is kept, and says what the short one says as well', () => {
    const request = toProposalRequest({
      client_name: 'Ignored',
      scope: 'Ignored',
      project_description: 'Kept where the long form is blank.',
      template_type: 'consulting',
      client_info: { company_name: 'Harbour Bakery', contact_name: '', email: 'a@b.example', phone: null },
      project_details: {
        description: '',
        scope: 'All',
        services: ['A', 'A', 'B'],
        duration: 12,
        features: [],
      },
      call_transcript: 'Hello.',
      budget_range: { min: 100, max: 200 },
      currency: 'KWD',
      locale: 'ar-KW',
    });
    expect(request).toMatchObject({
      template_type: 'consulting',
      client_info: { company_name: 'Harbour Bakery', contact_name: null, email: 'a@b.example', phone: null },
      project_details: {
        description: 'Kept where the long form is blank.',
        scope: 'All',
        services: ['A', 'B'],
        duration: 12,
      },
      budget_range: { min: 100, max: 200 },
      currency: 'KWD',
      locale: 'ar-KW',
    });
  });

  it.each([
    ['2-3 months', 13, null],
    ['about 10 days', 2, null],
    ['1 year.', 52, null],
    ['4 to 6 Weeks', 6, null],
    ['before Christmas', 8, 'before Christmas'],
    ['0 weeks', 8, '0 weeks'],
    ['900 months', 8, '900 months'],
  ])('reads "%s" as %d weeks, and as the wish %j', (timeline, duration, wished_timeline) => {
    const { project_details } = toProposalRequest({ client_name: 'A', timeline });
    expect(project_details).toMatchObject({ duration, wished_timeline });
  });

  it.each([
    [{}, { min: 5_000, max: 10_000 }],
    [
      { min: null, max: null },
      { min: 5_000, max: 10_000 },
    ],
    [{ min: 20_000 }, { min: 20_000, max: 20_000 }],
    [{ max: 3_000 }, { min: 3_000, max: 3_000 }],
    [{ min: 0 }, { min: 0, max: 10_000 }],
  ])('completes the budget %j', (budget_range, completed) => {
    expect(toProposalRequest({ client_name: 'A', budget_range }).budget_range).toEqual(completed);
  });

  it('is refused when the budget is the wrong way round', () => {
    expect(() => toProposalRequest({ client_name: 'A', budget_range: { min: 2, max: 1 } })).toThrow(
      expect.objectContaining({ code: 'proposals/budget-reversed' }),
    );
  });
});
