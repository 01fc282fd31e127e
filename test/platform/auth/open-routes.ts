/** Every route that needs no token. Adding one is a visible line in a review. */
export const OPEN_ROUTES: string[] = [
  // Who is there, and how is it?
  'GET /',
  'GET /api/health',
  'GET /api/health/status',
  'GET /api/system-health',
  'GET /health',
  'GET /health/live',
  'GET /health/ready',
  'GET /health/status',
  'GET /healthcheck',
  'GET /metrics',
  // What research is usually about.
  'GET /api/research/topics',
  // Files and receipts of accounts: by a signed link, and by an id that nobody can guess.
  'GET /api/privacy/export/files/:token',
  'GET /api/privacy/receipts/:receiptId',
  // Visitors of forms.
  'GET /api/lead-capture/public/forms/:formId',
  'GET /api/lead-capture/public/forms/:formId/challenge',
  'GET /form/:formId',
  'GET /static/form-widget.js',
  'POST /api/lead-capture/webhook/:formId',
  // Whoever asks the support desk, and guests by signed links of its mails.
  'POST /api/support/ticket',
  'GET /api/support/asked-fields',
  'GET /api/support/guest/:token',
  'POST /api/support/guest/:token/messages',
  'GET /support/t/:token',
  'POST /support/t/:token',
  // Other systems, by what they sign.
  'POST /api/support/inbound',
  'POST /api/lead-capture/inbound/:sourceId',
  'POST /api/email/events/:provider/:key',
  // Readers of mails, by signed links.
  'GET /c/:token',
  'POST /c/:token',
  'GET /e/c/:token',
  'GET /e/i/:token',
  'GET /e/o/:file',
  'GET /e/p/:token',
  'GET /e/u/:token',
  'GET /e/v/:token',
  'POST /e/i/:token',
  'POST /e/p/:token',
  'POST /e/u/:token',
  // Files of exports, by signed links.
  'GET /x/:token',
  // Images and clips of videos, by signed links.
  'GET /ai-video/files/:token',
  // The outbox; outside production only.
  'GET /dev/outbox',
  'GET /dev/outbox/:id',
];
