/* The address that was probably meant, found as the server finds it; it lends its lists when it serves this script. */
(function (widget) {
  'use strict';

  const { free, endings } = widget.mailDomains;

  const nameOf = (domain) => domain.slice(0, domain.indexOf('.'));
  const endOf = (domain) => domain.slice(domain.lastIndexOf('.') + 1);
  const endingOf = (end) => (Object.prototype.hasOwnProperty.call(endings, end) ? endings[end] : '');

  /** How many letters must be put in, left out, replaced or swapped with their neighbour. */
  function slipsBetween(one, other) {
    let before = [];
    let row = Array.from({ length: other.length + 1 }, (_, column) => column);
    for (let line = 1; line <= one.length; line++) {
      const above = row;
      row = [line];
      for (let column = 1; column <= other.length; column++) {
        const isSame = one[line - 1] === other[column - 1];
        const isSwapped =
          line > 1 &&
          column > 1 &&
          one[line - 1] === other[column - 2] &&
          one[line - 2] === other[column - 1];
        row[column] = Math.min(
          above[column] + 1,
          row[column - 1] + 1,
          above[column - 1] + (isSame ? 0 : 1),
          isSwapped ? before[column - 2] + 1 : Infinity,
        );
      }
      before = above;
    }
    return row[other.length];
  }

  function isSlipOf(domain, known) {
    if (known.length < 9 || Math.abs(domain.length - known.length) > 2 || domain[0] !== known[0])
      return false;
    if (nameOf(domain) === nameOf(known) && !endingOf(endOf(domain))) return false;
    return slipsBetween(domain, known) <= (known.length >= 11 ? 2 : 1);
  }

  /** Empty where nothing looks like a slip. */
  widget.meant = function (text) {
    const address = text.trim().toLowerCase();
    if (widget.check({ type: 'email', label: '' }, address)) return '';
    const [local, domain] = address.split('@');
    if (!domain || free.indexOf(domain) >= 0) return '';
    const near = free.find((known) => isSlipOf(domain, known));
    if (near) return local + '@' + near;
    const ending = endingOf(endOf(domain));
    return ending && local + '@' + domain.slice(0, domain.lastIndexOf('.') + 1) + ending;
  };
})((window.LeadForm = window.LeadForm || {}));
