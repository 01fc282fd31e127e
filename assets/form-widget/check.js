/* What is wrong with an answer, in the words of the server, which checks it again. */
(function (widget) {
  'use strict';

  const LENGTHS = { text: 500, email: 254, tel: 40, textarea: 5000, url: 2048, hidden: 500 };
  const UNSTORABLE = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f]|[\ud800-\udfff]/u;
  const PHONE = /^[0-9+()./ x#*-]{3,40}$/i;
  const NUMBER = /^[+-]?(?:\d+\.?\d*|\.\d+)(?:e[+-]?\d+)?$/i;
  const NOT_IN_ADDRESS = /[\s"'(),:;<>[\]\\`\u0000-\u001f\u007f-\u009f\u2028\u2029\ufeff]/u;
  const MAILBOX = /^[^.@]+(?:\.[^.@]+)*$/u;
  const HOST_PART = /^[\p{L}\p{N}](?:[\p{L}\p{N}-]{0,61}[\p{L}\p{N}])?$/u;
  const TOP_LEVEL = /^(?:\p{L}{2,}|xn--[a-z0-9-]+)$/iu;

  function isMailAddress(text) {
    const parts = text.split('@');
    if (parts.length !== 2 || parts[0].length > 64 || NOT_IN_ADDRESS.test(text)) return false;
    const host = parts[1].split('.');
    return (
      MAILBOX.test(parts[0]) &&
      host.length > 1 &&
      host.every((part) => HOST_PART.test(part)) &&
      TOP_LEVEL.test(host[host.length - 1])
    );
  }

  function isDay(text) {
    if (!/^\d{4}-\d{2}-\d{2}$/.test(text)) return false;
    const day = new Date(text + 'T00:00:00Z');
    return !isNaN(day) && day.toISOString().slice(0, 10) === text;
  }

  function isWebAddress(text) {
    try {
      return /^https?:\/\//i.test(text) && Boolean(new URL(text));
    } catch (_) {
      return false;
    }
  }

  function problemOfText(field, text) {
    const most = LENGTHS[field.type];
    if (field.type === 'number') return NUMBER.test(text) && isFinite(Number(text)) ? '' : 'must be a number';
    if (field.type === 'select')
      return field.options && field.options.indexOf(text) >= 0 ? '' : 'must be one of the options';
    if (field.type === 'date') return isDay(text) ? '' : 'must be a date (YYYY-MM-DD)';
    if (text.length > most) return 'must be at most ' + most + ' characters';
    if (field.type !== 'textarea' && /[\r\n]/.test(text)) return 'must be one line';
    if (field.type === 'email' && !isMailAddress(text)) return 'must be a mail address';
    if (field.type === 'tel' && !PHONE.test(text)) return 'must be a phone number';
    if (field.type === 'url' && !isWebAddress(text)) return 'must be an address starting with http';
    return '';
  }

  /** The sentence about the answer, a text or a tick; empty when nothing is wrong. */
  widget.check = function (field, answer) {
    const text = typeof answer === 'string' ? answer.trim() : answer ? 'on' : '';
    let problem = '';
    if (text === '') problem = field.required ? 'is required' : '';
    else if (UNSTORABLE.test(text)) problem = 'contains characters that cannot be stored';
    else if (field.type !== 'checkbox') problem = problemOfText(field, text);
    return problem && field.label + ' ' + problem;
  };
})((window.LeadForm = window.LeadForm || {}));
