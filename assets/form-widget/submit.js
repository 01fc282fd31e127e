/* Sends what a visitor has answered, once. */
(function (widget) {
  'use strict';

  const TOP_LEVEL = ['name', 'email', 'phone', 'company'];
  const ORIGIN = ['utm_source', 'utm_medium', 'utm_campaign', 'utm_term', 'utm_content'];
  const PATIENCE_MS = 20000;
  const SPARE_MS = 10000;
  const TOKEN_IS_FRESH_MS = 12 * 60 * 60 * 1000;

  function request(url, options) {
    const abort = new AbortController();
    const timer = setTimeout(() => abort.abort(), PATIENCE_MS);
    const settings = Object.assign({ credentials: 'omit', signal: abort.signal }, options);
    return fetch(url, settings)
      .then((response) =>
        response.json().then((answer) => ({ ok: response.ok, status: response.status, answer })),
      )
      .finally(() => clearTimeout(timer));
  }

  function newKey() {
    const bytes = crypto.getRandomValues(new Uint8Array(16));
    return Array.from(bytes, (byte) => ('0' + byte.toString(16)).slice(-2)).join('');
  }

  /** Where the visitor comes from: of the page around the form. */
  function origin() {
    const query = new URLSearchParams(location.search);
    const found = {};
    ORIGIN.forEach((name) => query.get(name) && (found[name] = query.get(name)));
    if (document.referrer) found.referrer = document.referrer;
    return found;
  }

  function answersOf(fields) {
    const body = { custom_fields: {} };
    fields.forEach(({ name, answer }) => {
      const given = answer();
      if (given !== '') (TOP_LEVEL.indexOf(name) >= 0 ? body : body.custom_fields)[name] = given;
    });
    return body;
  }

  /** What is asked of a form before it can be shown. */
  widget.load = async function (formId, apiUrl) {
    const address = apiUrl + '/api/lead-capture/public/forms/' + encodeURIComponent(formId);
    const { ok, answer } = await request(address);
    if (!ok) throw new Error(answer.detail || 'the form is not available');
    return answer.form;
  };

  /** What a submission proves: when the form was shown, and work of the browser where that is asked for. */
  function prover(form, apiUrl) {
    let { protection } = form;
    let shown = Date.now();
    let work = null;
    let workUntil = Infinity;

    /** Begun when somebody starts to fill the form in, and used for one submission. */
    function begin() {
      if (work && Date.now() < workUntil) return work;
      workUntil = Infinity;
      work = request(new URL(protection.proof_of_work.challenge_url, apiUrl || location.href)).then(
        ({ answer }) => {
          const { expiresAt } = answer.parameters;
          if (expiresAt) workUntil = expiresAt * 1000 - SPARE_MS;
          return widget.solve(answer);
        },
      );
      work.catch(() => (work = null));
      return work;
    }

    /** A page may have been open all night: the form is then shown anew, unseen. */
    async function refresh() {
      if (!protection || Date.now() - shown < TOKEN_IS_FRESH_MS) return;
      ({ protection } = await widget.load(form.id, apiUrl));
      shown = Date.now();
    }

    return {
      async prepare() {
        await refresh();
        if (protection && protection.proof_of_work) await begin();
      },
      /** Waits out what is left of the time that a person takes at least: browsers fill in forms by themselves. */
      async proof() {
        if (!protection) return {};
        const early = (protection.minimum_seconds || 0) * 1000 - (Date.now() - shown);
        if (early > 0) await new Promise((resolve) => setTimeout(resolve, early));
        const proof = { _token: protection.token };
        return protection.proof_of_work ? Object.assign(proof, { _pow: await begin() }) : proof;
      },
      used: () => (work = null),
    };
  }

  /**
   * Sends the answers and promises what the server says. A second attempt after an answer that was lost carries the same
   * key and body, so that the server knows it again.
   */
  widget.sender = function (form, apiUrl) {
    const address = apiUrl + '/api/lead-capture/webhook/' + encodeURIComponent(form.id);
    const { prepare, proof, used } = prover(form, apiUrl);
    let attempt = null;

    async function send(fields, trap) {
      const answers = Object.assign({ _hp: trap }, answersOf(fields), origin());
      const text = JSON.stringify(answers);
      if (!attempt || attempt.text !== text) attempt = { text, key: newKey(), body: null };
      if (!attempt.body) attempt.body = JSON.stringify(Object.assign(answers, await proof()));
      const result = await request(address, {
        method: 'POST',
        headers: { 'Content-Type': 'application/json', 'Idempotency-Key': attempt.key },
        body: attempt.body,
      });
      if (result.status < 500 && result.answer.code !== 'http/request-still-running') {
        attempt = null;
        used();
      }
      return result;
    }

    return { send, prepare: () => void prepare().catch(() => undefined) };
  };
})((window.LeadForm = window.LeadForm || {}));
