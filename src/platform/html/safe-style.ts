const PROPERTIES = new Set(
  (
    'background background-color border border-bottom border-collapse border-color border-left border-radius border-right ' +
    'border-spacing border-style border-top border-width color display font font-family font-size font-style font-weight ' +
    'height letter-spacing line-height list-style list-style-type margin margin-bottom margin-left margin-right margin-top ' +
    'max-width min-width padding padding-bottom padding-left padding-right padding-top text-align text-decoration ' +
    'text-transform vertical-align white-space width word-break'
  ).split(' '),
);
/** Words, numbers, colours and quoted names: no addresses, no functions but those of colour, no escapes, nothing negative. */
const VALUE = /^(?!.*(?:^|\s)-)(?:[\w#%.,'" !-]|rgba?\([\d%., ]*\)|hsla?\([\d%., ]*\))+$/i;
const LONGEST_VALUE = 200;

/** Those declarations of an inline style that only change how text looks and stands; nothing that loads or covers the page. */
export function safeStyle(style: string): string {
  return style
    .split(';')
    .map((declaration) => {
      const colon = declaration.indexOf(':');
      return {
        property: declaration.slice(0, colon).trim().toLowerCase(),
        value: declaration.slice(colon + 1).trim(),
      };
    })
    .filter(
      ({ property, value }) => PROPERTIES.has(property) && value.length <= LONGEST_VALUE && VALUE.test(value),
    )
    .map(({ property, value }) => `${property}:${value}`)
    .join(';');
}
