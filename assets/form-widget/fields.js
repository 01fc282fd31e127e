/* The fields of a form as elements. Everything the form says is set as text, never as HTML. */
(function (widget) {
  'use strict';

  const AUTOCOMPLETE = {
    name: 'name',
    full_name: 'name',
    first_name: 'given-name',
    last_name: 'family-name',
    email: 'email',
    phone: 'tel',
    company: 'organization',
    job_title: 'organization-title',
    country: 'country-name',
    website: 'url',
  };
  const BY_TYPE = { email: 'email', tel: 'tel', url: 'url' };
  const ASKED_AFTER_MS = 700;
  const BAD_INPUT = { number: 'must be a number', date: 'must be a date (YYYY-MM-DD)' };

  /** An element; attributes that hold nothing are left out. */
  function make(tag, attributes, children) {
    const element = document.createElement(tag);
    Object.keys(attributes || {}).forEach((name) => {
      const value = attributes[name];
      if (value !== undefined && value !== null && value !== false)
        element.setAttribute(name, value === true ? '' : String(value));
    });
    [].concat(children === undefined ? [] : children).forEach((child) => {
      element.appendChild(typeof child === 'object' ? child : document.createTextNode(child));
    });
    return element;
  }

  function autocomplete(field) {
    const known = Object.prototype.hasOwnProperty.call(AUTOCOMPLETE, field.name);
    return known ? AUTOCOMPLETE[field.name] : BY_TYPE[field.type];
  }

  function inputOf(field) {
    const { type, placeholder } = field;
    const attributes = {
      id: 'field-' + field.name,
      name: 'field-' + field.name, // a bare name such as "style" would hide the form's own property
      required: field.required,
      autocomplete: autocomplete(field),
    };
    if (type === 'hidden') return make('input', { type, name: attributes.name, value: placeholder });
    if (type === 'select') {
      const options = (field.options || []).map((option) => make('option', { value: option }, option));
      return make('select', attributes, [make('option', { value: '' }, placeholder || '…')].concat(options));
    }
    const free = Object.assign({ placeholder }, attributes);
    if (type === 'textarea') return make('textarea', Object.assign({ rows: 4, dir: 'auto' }, free));
    const numeric = type === 'number' && { step: 'any', inputmode: 'decimal' };
    return make('input', Object.assign({ type, dir: type === 'text' && 'auto' }, numeric, free));
  }

  /**
   * Asks whether another address was meant: one can take it, or leave it. `onChange` when there is another question or
   * none any more: looking again and finding the same says nothing, as the form may have said something since.
   */
  function makeHint(input, onChange) {
    const element = make('p', { class: 'hint', id: input.id + '-hint', 'aria-live': 'polite', dir: 'auto' });
    let asked = '';
    return {
      element,
      /** Whether there was something to ask that has not been asked of this answer before. */
      ask() {
        const meant = widget.meant(input.value);
        const isNew = meant !== '' && asked !== input.value;
        const before = element.textContent;
        asked = input.value;
        element.textContent = '';
        if (meant !== '') {
          const take = make('button', { type: 'button' }, meant);
          take.addEventListener('click', () => {
            input.value = meant;
            element.textContent = '';
            input.focus();
            onChange();
          });
          element.append('Did you mean ', take, '?');
        }
        if (element.textContent !== before) onChange();
        return isNew;
      },
      hide() {
        if (element.textContent === '') return;
        element.textContent = '';
        onChange();
      },
    };
  }

  function rowOf(field, input, notes) {
    const star = field.required ? [make('span', { class: 'star', 'aria-hidden': 'true' }, ' *')] : [];
    const label = make('label', { for: input.id, dir: 'auto' }, [field.label].concat(star));
    const kind = field.type === 'select' ? ' select' : '';
    const control = make('div', { class: 'control' + kind }, input);
    if (field.type !== 'checkbox') return make('div', {}, [label, control].concat(notes));
    input.addEventListener('change', () => control.classList.toggle('ticked', input.checked));
    return make('div', { class: 'check' }, [control, label].concat(notes));
  }

  /** A field with what a visitor answers, what is wrong with it, and a place to say so; `onRight` when it is put right. */
  function makeField(field, onRight) {
    const input = inputOf(field);
    if (field.type === 'hidden') {
      const nothing = () => '';
      return {
        name: field.name,
        row: input,
        answer: () => input.value,
        problem: nothing,
        ask: nothing,
        show() {},
      };
    }
    const problem = make('p', { class: 'problem', id: input.id + '-problem', dir: 'auto' });
    const hint = field.type === 'email' && makeHint(input, hinted);
    const notes = hint ? [problem, hint.element] : [problem];
    const shown = {
      name: field.name,
      input,
      row: rowOf(field, input, notes),
      answer: () => (field.type === 'checkbox' ? input.checked : input.value),
      problem: () =>
        input.validity.badInput && BAD_INPUT[field.type]
          ? field.label + ' ' + BAD_INPUT[field.type]
          : widget.check(field, shown.answer()),
      /** Whether there is a probable slip to point out that has not been pointed out before. */
      ask: () => (hint ? hint.ask() : false),
      /** Shows a sentence about the answer, also to screen readers; an empty one takes it away. */
      show(text) {
        problem.textContent = /^[a-z]/.test(text) ? field.label + ' ' + text : text;
        if (text) input.setAttribute('aria-invalid', 'true');
        else input.removeAttribute('aria-invalid');
        describe();
      },
    };
    /** What is written beside the field describes it. */
    function describe() {
      const ids = notes.filter((note) => note.textContent).map((note) => note.id);
      if (ids.length > 0) input.setAttribute('aria-describedby', ids.join(' '));
      else input.removeAttribute('aria-describedby');
    }
    function hinted() {
      describe();
      if (hint.element.textContent) return;
      again();
      if (!input.hasAttribute('aria-invalid')) onRight();
    }
    function again() {
      if (!input.hasAttribute('aria-invalid')) return;
      shown.show(shown.problem());
      if (!input.hasAttribute('aria-invalid')) onRight();
    }
    if (hint) {
      let typed = 0;
      input.addEventListener('input', () => {
        hint.hide();
        clearTimeout(typed);
        typed = setTimeout(hint.ask, ASKED_AFTER_MS);
      });
    }
    input.addEventListener('input', again);
    input.addEventListener('change', again);
    return shown;
  }

  widget.make = make;
  widget.makeField = makeField;
})((window.LeadForm = window.LeadForm || {}));
