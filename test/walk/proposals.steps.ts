import { CALL } from '../domains/proposals/proposals.makers.js';
import { enveloped, listed, type Step } from './step.js';

const CLIENT = { company_name: 'string', contact_name: 'string|null', email: 'string|null' };
const PROPOSAL = {
  id: 'string',
  template_type: 'string',
  client_info: CLIENT,
  content: {},
  pricing: [{ item: 'string', description: 'string', price: 'number', quantity: 'number' }],
  timeline: [{ phase: 'string', duration: 'string', deliverables: ['string'] }],
  terms: {},
  created_at: 'string',
  status: '=draft',
};
const MARKETING = {
  ...PROPOSAL,
  template_type: '=digital_marketing',
  content: { executive_summary: 'string', client_overview: 'string', proposed_services: 'string' },
};
const SAVED = { ...PROPOSAL, saved_at: 'string' };
const SUMMARY = {
  id: 'string',
  client_name: '=Harbour Bakery',
  template_type: 'string',
  status: '=draft',
  created_at: 'string',
  value: 'number',
};
const TEMPLATE = {
  id: 'string',
  name: 'string',
  description: 'string',
  category: 'string',
  sections: ['string'],
  default_services: ['string'],
};
const NEW_TEMPLATE = {
  name: 'Shop fitting',
  sections: ['about_us', 'project_scope', 'pricing', 'terms'],
  description: 'For shops',
  category: 'trade',
  default_services: ['Counters'],
  section_titles: { about_us: 'Who we are' },
};
const CHANGES = {
  client_info: { company_name: 'Harbour Bakery', email: 'ada@bakery.example' },
  pricing: [{ item: 'Setup', description: 'All of it', price: 1_200, quantity: 2 }],
  timeline: [{ phase: 'Start', duration: '1 week', deliverables: ['A plan'] }],
  content: { executive_summary: 'You asked for more customers.' },
  sections: [{ id: 'executive_summary', title: 'Summary' }],
  discount_percent: 5,
};
/** What a client may send back as it came. */
const UNREAD = [
  'id',
  'template_type',
  'totals',
  'value',
  'version',
  'ai',
  'provenance',
  'created_at',
  'updated_at',
  'saved_at',
  'sent_at',
  'decided_at',
];
const VERSION = { version: 'number', created_at: 'string' };

export const PROPOSAL_STEPS: readonly Step[] = [
  {
    route: 'POST /api/proposals/generate',
    body: {
      template_type: 'digital_marketing',
      client_info: {
        company_name: 'Harbour Bakery',
        contact_name: 'Ada Okafor',
        email: 'ada@bakery.example',
        phone: '030 901820',
        industry: 'Food',
      },
      project_details: {
        description: 'More customers for two new shops.',
        scope: 'Two shops',
        services: ['SEO'],
        duration: 6,
        features: ['Online orders'],
      },
      call_transcript: CALL,
      budget_range: { min: 8_000, max: 12_000 },
    },
    answers: enveloped(MARKETING),
    ai: 'data.ai',
    provenance: 'data.provenance',
    refused: [
      [{ client_info: { email: 'ada@bakery.example' } }, 'client_info.company_name'],
      [{ client_info: { company_name: 'A', email: 'nobody' } }, 'client_info.email'],
      [{ project_details: { duration: 0 } }, 'project_details.duration'],
      [{ template_type: 'no such' }, 'template_type'],
      [{ budget_range: { min: 9, max: 1 } }, 'budget_range.min', 422],
      [{ currency: 'POUNDS' }, 'currency'],
    ],
  },
  {
    route: 'POST /api/proposals/generate',
    body: {
      client_name: 'Harbour Bakery',
      project_description: 'A new shop on the web',
      scope: 'Design and building',
      budget: 4_000,
      timeline: '6 weeks',
    },
    answers: enveloped({ ...PROPOSAL, template_type: '=general_business' }),
    ai: 'data.ai',
    provenance: 'data.provenance',
    refused: [
      [{ client_name: undefined }, 'client_name'],
      [{ client_name: '' }, 'client_name'],
      [{ budget: -1 }, 'budget'],
    ],
    keeps: { proposalId: 'data.id' },
  },
  {
    route: 'GET /api/proposals/templates',
    answers: enveloped([TEMPLATE]),
  },
  {
    route: 'POST /api/proposals/templates',
    status: 201,
    body: NEW_TEMPLATE,
    answers: enveloped(TEMPLATE),
    refused: [
      [{ sections: [] }, 'sections'],
      [{ category: 'Trade!' }, 'category'],
    ],
    keeps: { templateId: 'data.id' },
  },
  { route: 'GET /api/proposals/templates/{templateId}', answers: enveloped(TEMPLATE) },
  { route: 'PUT /api/proposals/templates/{templateId}', body: NEW_TEMPLATE, answers: enveloped(TEMPLATE) },
  {
    route: 'DELETE /api/proposals/templates/{templateId}',
    answers: enveloped({ deleted: true, id: 'string' }),
  },
  { route: 'GET /api/proposals', query: '?status=draft&client=harbour', answers: listed(SUMMARY) },
  { route: 'GET /api/proposals/{proposalId}', answers: enveloped(PROPOSAL), provenance: 'data.provenance' },
  {
    route: 'GET /api/proposals/{proposalId}/request',
    answers: enveloped({
      template_type: 'string',
      client_info: CLIENT,
      project_details: {
        description: 'string',
        scope: 'string',
        services: [],
        duration: 'number',
        features: [],
      },
      call_transcript: 'string',
      budget_range: { min: 'number', max: 'number' },
    }),
  },
  {
    route: 'POST /api/proposals/{proposalId}/save',
    body: CHANGES,
    unread: UNREAD,
    answers: enveloped(SAVED),
    refused: [
      [{ terms: { 'No Key': 'x' } }, 'terms'],
      [{ valid_until: 'soon' }, 'valid_until'],
      [{ currency: 'POUNDS' }, 'currency'],
      [{ locale: 'somewhere' }, 'locale'],
    ],
  },
  {
    route: 'PATCH /api/proposals/{proposalId}',
    body: { ...CHANGES, discount_percent: 6 },
    unread: UNREAD,
    answers: enveloped(SAVED),
  },
  {
    route: 'PUT /api/proposals/{proposalId}',
    body: { ...CHANGES, discount_percent: 7 },
    unread: UNREAD,
    answers: enveloped(SAVED),
  },
  {
    route: 'GET /api/proposals/{proposalId}/versions',
    answers: listed(VERSION),
    keeps: { version: 'data.0.version' },
  },
  {
    route: 'GET /api/proposals/{proposalId}/versions/{version}',
    answers: enveloped({
      ...VERSION,
      client_info: CLIENT,
      content: {},
      pricing: [],
      timeline: [],
      terms: {},
    }),
  },
  {
    route: 'POST /api/proposals/{proposalId}/versions/{version}/restore',
    answers: enveloped(SAVED),
  },
  {
    route: 'POST /api/proposals/{proposalId}/export',
    body: { format: 'word' },
    answers: enveloped({
      proposal_id: 'string',
      format: '=word',
      download_url: 'string',
      generated_at: 'string',
    }),
  },
  {
    route: 'POST /api/proposals/{proposalId}/export',
    query: '?format=pdf',
    answers: enveloped({
      proposal_id: 'string',
      format: '=pdf',
      download_url: 'string',
      generated_at: 'string',
    }),
    keeps: { download: 'data.download_url', format: 'data.format' },
  },
  { route: 'GET /api/proposals/{proposalId}/download/{format}', answers: '=application/pdf' },
  {
    route: 'PATCH /api/proposals/{proposalId}/status',
    body: { status: 'sent' },
    answers: enveloped({ ...SAVED, status: '=sent' }),
  },
  { route: 'DELETE /api/proposals/{proposalId}', answers: enveloped({ deleted: true, id: 'string' }) },
];
