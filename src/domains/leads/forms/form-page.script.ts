/** The script of the hosted page: sends the answers as JSON and tells how it went. It contains nothing of the form's own. */
export const PAGE_SCRIPT = `
(function () {
  'use strict';
  var form = document.querySelector('form');
  var button = document.querySelector('button[type=submit]');
  var message = document.getElementById('message');
  var trap = document.getElementById('trap');
  var inputs = Array.prototype.slice.call(document.querySelectorAll('[data-field]'));
  var endpoint = form.getAttribute('data-endpoint');
  var failure = form.getAttribute('data-failure');
  var standard = ['name', 'email', 'phone', 'company'];
  var origin = ['utm_source', 'utm_medium', 'utm_campaign', 'utm_term', 'utm_content'];

  function say(text, isFailure) {
    message.setAttribute('role', isFailure ? 'alert' : 'status');
    message.textContent = text;
    message.focus();
  }

  function answers() {
    var body = { _hp: trap.value, custom_fields: {} };
    inputs.forEach(function (input) {
      var name = input.getAttribute('data-field');
      var value = input.type === 'checkbox' ? input.checked : input.value;
      if (value === '') return;
      if (standard.indexOf(name) >= 0) body[name] = value;
      else body.custom_fields[name] = value;
    });
    var query = new URLSearchParams(location.search);
    origin.forEach(function (name) { if (query.get(name)) body[name] = query.get(name); });
    if (document.referrer) body.referrer = document.referrer;
    return body;
  }

  function mark(errors) {
    var wrong = (errors || []).map(function (error) { return error.path; });
    inputs.forEach(function (input) {
      var isWrong = wrong.indexOf(input.getAttribute('data-field')) >= 0;
      if (isWrong) input.setAttribute('aria-invalid', 'true');
      else input.removeAttribute('aria-invalid');
    });
    var first = inputs.filter(function (input) { return input.getAttribute('aria-invalid'); })[0];
    if (first) first.focus();
  }

  function follow(target) {
    if (/^https?:/i.test(target || '')) setTimeout(function () { location.assign(target); }, 2000);
  }

  form.addEventListener('submit', function (event) {
    event.preventDefault();
    var unfit = inputs.filter(function (input) { return !input.checkValidity(); })[0];
    if (unfit) { unfit.reportValidity(); return; }
    button.disabled = true;
    fetch(endpoint, {
      method: 'POST',
      headers: { 'Content-Type': 'application/json' },
      credentials: 'omit',
      body: JSON.stringify(answers())
    }).then(function (response) {
      return response.json().then(function (answer) {
        if (!response.ok || !answer.success) {
          say(answer.errors ? answer.error : failure, true);
          mark(answer.errors);
          return;
        }
        form.style.display = 'none';
        say(answer.message, false);
        follow(answer.redirect_url);
      });
    }).catch(function () { say(failure, true); }).finally(function () { button.disabled = false; });
  });
})();
`;
