/*
 * Shows a capture form on any page:
 *
 *   <div id="lead-form"></div>
 *   <script src="https://api.example.com/static/form-widget.js"></script>
 *   <script>LeadForm.render({ formId: '…', containerId: 'lead-form', apiUrl: 'https://api.example.com' });</script>
 *
 * The form stands in a tree of its own (shadow DOM): the page's style sheets do not reach it, nor its own the page.
 */
(function (widget) {
  'use strict';

  const make = widget.make;
  const nonce = document.currentScript ? document.currentScript.nonce : '';
  const UNAVAILABLE = 'This form is not available at the moment.';

  /** An element of ours in the container, and the tree in it; a second form in the same place replaces the first. */
  function rootIn(container) {
    const host = make('div');
    container.textContent = '';
    container.appendChild(host);
    return host.attachShadow({ mode: 'open' });
  }

  function trap() {
    const input = make('input', { id: 'trap', name: '_hp', type: 'text', tabindex: -1, autocomplete: 'off' });
    const label = make('label', { for: 'trap' }, 'Leave this empty');
    return { input, row: make('div', { class: 'trap', 'aria-hidden': 'true' }, [label, input]) };
  }

  function headOf(form, isPage) {
    const { show_title: showTitle, intro } = form.styling;
    const head = make('div', { class: showTitle || intro ? 'head' : 'unseen' });
    const seen = showTitle ? {} : { class: 'unseen' };
    head.appendChild(
      make(isPage ? 'h1' : 'h2', Object.assign({ id: 'title', dir: 'auto' }, seen), form.name),
    );
    if (intro) head.appendChild(make('p', { class: 'intro', dir: 'auto' }, intro));
    return head;
  }

  function redirect(target) {
    if (/^https?:\/\//i.test(target || '')) setTimeout(() => location.assign(target), 2000);
  }

  /** Puts the form together: its parts, and a place for what there is to say. */
  function build(form, isPage) {
    const hidden = trap();
    const message = make('p', { class: 'message', role: 'status', tabindex: -1, dir: 'auto' });
    const fields = form.fields.map((field) =>
      widget.makeField(field, () => {
        if (!element.querySelector('[aria-invalid]')) message.textContent = '';
      }),
    );
    const button = make('button', { type: 'submit', dir: 'auto' }, form.styling.button_text);
    const element = make(
      'form',
      { method: 'post', novalidate: true, 'aria-labelledby': 'title' },
      fields.map(({ row }) => row).concat(hidden.row, button),
    );
    const card = make('div', { class: isPage ? 'card page' : 'card' }, [
      headOf(form, isPage),
      element,
      message,
    ]);
    return { card, element, fields, button, message, trap: hidden.input };
  }

  function say({ message }, text, role) {
    message.setAttribute('role', role);
    message.textContent = text || '';
  }

  /** Shows what is wrong beside each field, and goes to the first; answers how many there are. */
  function point(parts, problemOf) {
    const wrong = parts.fields.filter((field) => {
      const problem = problemOf(field);
      field.show(problem);
      return problem !== '';
    });
    if (wrong.length === 0) return 0;
    say(
      parts,
      wrong.length === 1 ? 'Please check one field.' : `Please check ${wrong.length} fields.`,
      'alert',
    );
    wrong[0].input.focus();
    return wrong.length;
  }

  /** A probable slip that nobody has seen yet holds the form up once; whoever sends it again means it. */
  function isHeldUp(parts) {
    const asking = parts.fields.filter((field) => field.ask());
    if (asking.length === 0) return false;
    say(parts, 'Please look at your address once more, or send it as it is.', 'alert');
    asking[0].input.focus();
    return true;
  }

  function succeed(parts, receipt) {
    const { card, element, message } = parts;
    element.hidden = true;
    card.classList.add('done');
    const sign = receipt.confirmation_required ? 'sign mail' : 'sign';
    card.insertBefore(make('div', { class: sign, 'aria-hidden': 'true' }), message);
    say(parts, receipt.message, 'status');
    message.focus();
    redirect(receipt.redirect_url);
  }

  function refuse(parts, { status, answer }, usual) {
    const problems = {};
    (answer.errors || []).forEach(({ path, message }) => {
      problems[String(path).replace(/^custom_fields\./, '')] = message;
    });
    if (point(parts, ({ name, input }) => (input && problems[name]) || '') > 0) return;
    say(parts, status < 500 ? answer.error : usual, 'alert');
    parts.message.focus();
  }

  function submitter(parts, form, sender) {
    const usual = form.styling.error_message;
    let isBusy = false;
    return function (event) {
      event.preventDefault();
      if (isBusy || point(parts, (field) => field.problem()) > 0 || isHeldUp(parts)) return;
      isBusy = parts.button.disabled = true;
      say(parts, '', 'status');
      sender
        .send(parts.fields, parts.trap.value)
        .then((result) => {
          if (result.ok && result.answer.success === true) succeed(parts, result.answer);
          else refuse(parts, result, usual);
        })
        .catch((error) => {
          say(parts, usual, 'alert');
          parts.message.focus();
          console.error('LeadForm:', error);
        })
        .finally(() => (isBusy = parts.button.disabled = false));
    };
  }

  function show(container, form, apiUrl, isPage) {
    const root = rootIn(container);
    const parts = build(form, isPage);
    const sender = widget.sender(form, apiUrl);
    parts.element.addEventListener('submit', submitter(parts, form, sender));
    parts.element.addEventListener('focusin', sender.prepare);
    widget.wear(root, widget.lookOf(form), nonce);
    root.appendChild(parts.card);
  }

  function whenFound(id) {
    const found = () => document.getElementById(id);
    if (found() || document.readyState !== 'loading') return Promise.resolve(found());
    return new Promise((resolve) => {
      document.addEventListener('DOMContentLoaded', () => resolve(found()));
    });
  }

  /**
   * Shows the form in the container. It never throws: what goes wrong is told on the console, and to the visitor in one
   * sentence. `form` is the public form where the page knows it already.
   */
  widget.render = function (options) {
    const { formId, containerId, apiUrl, form } = options || {};
    const base = String(apiUrl || '').replace(/\/+$/, '');
    return whenFound(containerId).then((container) => {
      if (!container) return console.error('LeadForm: there is no element with the id ' + containerId);
      return Promise.resolve(form || widget.load(formId, base))
        .then((loaded) => show(container, loaded, base, form !== undefined))
        .catch((error) => {
          container.textContent = '';
          container.appendChild(make('p', { role: 'alert' }, UNAVAILABLE));
          console.error('LeadForm:', error);
        });
    });
  };
})((window.LeadForm = window.LeadForm || {}));
