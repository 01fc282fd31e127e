/*
 * Shows a capture form on any page:
 *
 *   <div id="lead-form"></div>
 *   <script src="https://api.example.com/static/form-widget.js"></script>
 *   <script>LeadForm.render({ formId: '…', containerId: 'lead-form', apiUrl: 'https://api.example.com' });</script>
 *
 * Everything the form says is set as text, never as HTML.
 */
(function (global) {
  'use strict';

  var STANDARD = ['name', 'email', 'phone', 'company'];
  var ORIGIN = ['utm_source', 'utm_medium', 'utm_campaign', 'utm_term', 'utm_content'];
  var AUTOCOMPLETE = {
    name: 'name',
    first_name: 'given-name',
    last_name: 'family-name',
    email: 'email',
    phone: 'tel',
    company: 'organization',
    job_title: 'organization-title',
    country: 'country-name',
  };
  var COLOUR = /^#(?:[0-9a-f]{3}|[0-9a-f]{6}|[0-9a-f]{8})$/i;

  function make(tag, attributes, text) {
    var element = document.createElement(tag);
    Object.keys(attributes || {}).forEach(function (name) {
      if (attributes[name] !== undefined && attributes[name] !== null)
        element.setAttribute(name, String(attributes[name]));
    });
    if (text !== undefined) element.textContent = text;
    return element;
  }

  function styled(element, styles) {
    Object.keys(styles).forEach(function (name) {
      element.style[name] = styles[name];
    });
    return element;
  }

  function control(field, id) {
    var common = {
      id: id,
      name: 'field-' + field.name, // a bare name such as "style" would hide the form's own property
      placeholder: field.placeholder,
      autocomplete: AUTOCOMPLETE[field.name],
    };
    var input;
    if (field.type === 'textarea')
      input = make('textarea', Object.assign({ rows: 4, maxlength: 5000 }, common));
    else if (field.type === 'select') input = choices(field, make('select', common));
    else input = make('input', Object.assign({ type: field.type }, common));
    if (field.type === 'number') input.setAttribute('step', 'any');
    if (field.required) input.required = true;
    var wide = { width: '100%', boxSizing: 'border-box', padding: '10px 12px', font: 'inherit' };
    var looks = { border: '1px solid #6b7280', borderRadius: '6px', minHeight: '44px', background: '#fff' };
    return field.type === 'checkbox' ? input : styled(input, Object.assign(wide, looks));
  }

  function choices(field, select) {
    select.appendChild(make('option', { value: '' }, field.placeholder || '…'));
    (field.options || []).forEach(function (option) {
      select.appendChild(make('option', { value: option }, option));
    });
    return select;
  }

  function row(field, formId, inputs) {
    var id = 'lf-' + formId + '-' + field.name;
    var input = control(field, id);
    inputs.push({ name: field.name, type: field.type, input: input });
    if (field.type === 'hidden') {
      input.value = field.placeholder || '';
      return input;
    }
    var wrapper = styled(make('div'), { marginBottom: '14px' });
    var label = make('label', { for: id }, field.label + (field.required ? ' *' : ''));
    if (field.type === 'checkbox') {
      wrapper.appendChild(styled(input, { width: '20px', height: '20px', margin: '0 8px 0 0' }));
      wrapper.appendChild(label);
    } else {
      wrapper.appendChild(styled(label, { display: 'block', marginBottom: '4px' }));
      wrapper.appendChild(input);
    }
    return wrapper;
  }

  function honeypot() {
    var trap = make('input', {
      type: 'text',
      name: '_hp',
      tabindex: '-1',
      autocomplete: 'off',
      'aria-hidden': 'true',
    });
    return styled(trap, {
      position: 'absolute',
      left: '-10000px',
      width: '1px',
      height: '1px',
      opacity: '0',
    });
  }

  function collected(inputs, trap) {
    var body = { _hp: trap.value };
    var custom = {};
    inputs.forEach(function (field) {
      var value = field.type === 'checkbox' ? field.input.checked : field.input.value;
      if (value === '') return;
      if (STANDARD.indexOf(field.name) >= 0) body[field.name] = value;
      else custom[field.name] = value;
    });
    body.custom_fields = custom;
    var query = new URLSearchParams(global.location.search);
    ORIGIN.forEach(function (name) {
      if (query.get(name)) body[name] = query.get(name);
    });
    if (document.referrer) body.referrer = document.referrer;
    return body;
  }

  function redirect(target) {
    if (!/^https?:\/\//i.test(target || '')) return;
    global.setTimeout(function () {
      global.location.assign(target);
    }, 2000);
  }

  function post(url, body) {
    return fetch(url, {
      method: 'POST',
      headers: { 'Content-Type': 'application/json' },
      credentials: 'omit',
      body: JSON.stringify(body),
    }).then(function (response) {
      return response.json().then(function (answer) {
        return { ok: response.ok && answer.success === true, answer: answer };
      });
    });
  }

  function submitter(parts, config, apiUrl, say) {
    var failure = (config.styling || {}).error_message;
    return function (event) {
      event.preventDefault();
      parts.button.disabled = true;
      post(apiUrl + '/api/lead-capture/webhook/' + config.id, collected(parts.inputs, parts.trap))
        .then(function (result) {
          if (!result.ok) {
            say(result.answer.errors ? result.answer.error : failure, true);
            return;
          }
          say(result.answer.message, false);
          parts.form.style.display = 'none';
          redirect(result.answer.redirect_url);
        })
        .catch(function () {
          say(failure, true);
        })
        .finally(function () {
          parts.button.disabled = false;
        });
    };
  }

  function build(container, config, apiUrl) {
    var styling = config.styling || {};
    var form = make('form', { 'aria-label': config.name });
    var message = make('p', { role: 'status', 'aria-live': 'polite', tabindex: '-1' });
    var colour = COLOUR.test(styling.button_color || '') ? styling.button_color : '#3B82F6';
    var button = make('button', { type: 'submit' }, styling.button_text || 'Submit');
    styled(button, { width: '100%', minHeight: '44px', border: '0', borderRadius: '6px', cursor: 'pointer' });
    styled(button, { font: 'inherit', fontWeight: '600', color: '#fff', background: colour });
    var parts = { form: form, button: button, inputs: [], trap: honeypot() };
    config.fields.forEach(function (field) {
      form.appendChild(row(field, config.id, parts.inputs));
    });
    form.appendChild(parts.trap);
    form.appendChild(button);
    function say(text, isFailure) {
      message.setAttribute('role', isFailure ? 'alert' : 'status');
      message.textContent = text || '';
      message.focus();
    }
    form.addEventListener('submit', submitter(parts, config, apiUrl, say));
    container.replaceChildren(form, message);
  }

  function render(options) {
    var container = document.getElementById(options.containerId);
    if (!container) throw new Error('LeadForm: there is no element with the id ' + options.containerId);
    var apiUrl = String(options.apiUrl || '').replace(/\/+$/, '');
    var formId = encodeURIComponent(options.formId);
    return fetch(apiUrl + '/api/lead-capture/public/forms/' + formId, { credentials: 'omit' })
      .then(function (response) {
        if (!response.ok) throw new Error('This form is not available.');
        return response.json();
      })
      .then(function (answer) {
        build(container, answer.form, apiUrl);
      })
      .catch(function (error) {
        container.replaceChildren(make('p', { role: 'alert' }, 'This form is not available at the moment.'));
        if (global.console) global.console.error('LeadForm:', error);
      });
  }

  global.LeadForm = { render: render };
})(window);
