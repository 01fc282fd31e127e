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
  // Visitors of forms.
  'GET /api/lead-capture/public/forms/:formId',
  'GET /form/:formId',
  'GET /static/form-widget.js',
  'POST /api/lead-capture/webhook/:formId',
  // Readers of mails, by signed links.
  'GET /e/c/:token',
  'GET /e/o/:file',
  'GET /e/u/:token',
  'POST /e/u/:token',
  // The outbox; outside production only.
  'GET /dev/outbox',
  'GET /dev/outbox/:id',
];
