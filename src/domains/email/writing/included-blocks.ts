import { TemplateInvalid } from '../email.errors.js';
import { liquidSegments, replaceSegments } from '../templates/liquid-segments.js';
import type { TemplatePart } from '../templates/liquid.js';

const INCLUDE = /^\{%-?\s*include\s+(?:'([^'%]*)'|"([^"%]*)")\s*-?%\}$/;
const DEEPEST = 5;
const MOST = 200;
const LONGEST = 200_000;

/** The names that a template includes itself, each once. */
export function includedNames(template: string): string[] {
  const names = liquidSegments(template).flatMap(({ start, end }) => {
    const found = INCLUDE.exec(template.slice(start, end));
    return found ? [found[1] ?? found[2] ?? ''] : [];
  });
  return [...new Set(names)];
}

/**
 * The template with each `{% include 'name' %}` replaced by the block of that name, and by the blocks that it includes. Throws
 * `email/template-invalid` for a name that is not there, a block that includes itself, and more than five levels, two hundred
 * blocks or 200,000 characters.
 */
export function withBlocks(
  part: TemplatePart,
  template: string,
  blocks: ReadonlyMap<string, string>,
): string {
  let left = MOST;
  let room = LONGEST;
  const refuse = (reason: string) =>
    new TemplateInvalid(part, reason).withIssues([{ path: part.toLowerCase(), message: reason }]);
  const expand = (source: string, within: readonly string[]): string =>
    replaceSegments(source, liquidSegments(source), (markup) => {
      const found = INCLUDE.exec(markup);
      if (!found) return markup;
      const name = found[1] ?? found[2] ?? '';
      const block = blocks.get(name);
      if (within.includes(name)) throw refuse(`the block ${name} includes itself`);
      if (within.length >= DEEPEST) throw refuse(`blocks include each other more than ${DEEPEST} deep`);
      if (block === undefined) throw refuse(`there is no block ${JSON.stringify(name.slice(0, 64))}`);
      if (--left < 0) throw refuse(`it includes more than ${MOST} blocks`);
      if ((room -= block.length) < 0) throw refuse(`with its blocks it is longer than ${LONGEST} characters`);
      return expand(block, [...within, name]);
    });
  return expand(template, []);
}
