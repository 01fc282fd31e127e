/* How a form looks: one style sheet for each, which neither reaches the page around it nor is reached by it. */
(function (widget) {
  'use strict';

  const FONTS = {
    system: 'system-ui,-apple-system,"Segoe UI",Roboto,"Helvetica Neue",Arial,sans-serif',
    humanist: 'Seravek,"Gill Sans Nova",Ubuntu,Calibri,"DejaVu Sans",source-sans-pro,sans-serif',
    geometric: 'Avenir,Montserrat,Corbel,"URW Gothic",source-sans-pro,sans-serif',
    rounded:
      'ui-rounded,"Hiragino Maru Gothic ProN",Quicksand,Comfortaa,Manjari,"Arial Rounded MT Bold",sans-serif',
    serif: 'Charter,"Bitstream Charter","Sitka Text",Cambria,Georgia,serif',
    slab: 'Rockwell,"Rockwell Nova","Roboto Slab","DejaVu Serif","Sitka Small",serif',
    mono: 'ui-monospace,"Cascadia Code","Source Code Pro",Menlo,Consolas,"DejaVu Sans Mono",monospace',
    inherit: 'inherit',
  };
  const COLOUR = /^#[0-9a-f]{6}$/;

  const RULES = `
*,::before,::after{box-sizing:border-box}
[hidden]{display:none!important}
.card{max-width:var(--width);margin:0 auto;padding:clamp(16px,5%,36px);border:1px solid color-mix(in srgb,var(--border) 35%,transparent);border-radius:calc(var(--radius)*1.5);background:var(--background);color:var(--text);line-height:1.5;text-align:start;overflow-wrap:anywhere}
h1,h2{margin:0;font-size:1.625em;font-weight:700;line-height:1.2;letter-spacing:-.015em;text-wrap:balance}
.intro{margin:.5em 0 0;color:var(--muted);white-space:pre-line}
.head{margin-bottom:1.75em}
form{display:grid;grid-template-columns:minmax(0,1fr);gap:1.25em;margin:0}
label{display:block;margin-bottom:.4em;font-size:.9375em;font-weight:600}
.star{color:var(--error)}
.control{position:relative}
input,select,textarea{display:block;width:100%;min-width:0;min-height:3em;margin:0;padding:.625em .875em;border:1px solid var(--border);border-radius:var(--radius);font:inherit;letter-spacing:inherit;color:var(--text);background:var(--field);appearance:none}
textarea{min-height:7.5em;resize:vertical}
select{padding-inline-end:2.75em;text-overflow:ellipsis;cursor:pointer}
.select::after{content:"";position:absolute;inset-block-start:50%;inset-inline-end:1.15em;width:.5em;height:.5em;border:solid var(--muted);border-width:0 2px 2px 0;transform:translateY(-70%) rotate(45deg);pointer-events:none}
::placeholder{color:var(--muted);opacity:1}
.check{display:grid;grid-template-columns:auto minmax(0,1fr);column-gap:.75em}
.check label{margin:0;font-weight:400;cursor:pointer}
input[type=checkbox]{width:1.5em;height:1.5em;min-height:0;padding:0;border-radius:min(var(--radius),6px);cursor:pointer}
input[type=checkbox]:checked{border-color:var(--button-border);background:var(--button)}
.check .control::after{content:"";position:absolute;inset-block-start:.26em;left:.53em;width:.42em;height:.78em;border:solid var(--button-text);border-width:0 .17em .17em 0;transform:rotate(45deg);opacity:0;pointer-events:none}
.check .ticked::after{opacity:1}
.check .problem{grid-column:1/-1}
[aria-invalid=true]{border-color:var(--error);box-shadow:inset 0 0 0 1px var(--error)}
.problem{margin:.4em 0 0;font-size:.875em;font-weight:500;color:var(--error)}
.problem:empty,.hint:empty,.message:empty{display:none}
.hint{margin:.4em 0 0;font-size:.9375em}
.hint button{display:inline-block;width:auto;min-height:0;margin:0;padding:.15em .1em;border:0;color:inherit;background:none;font-weight:600;text-decoration:underline;text-underline-offset:.2em}
.hint button:hover{box-shadow:none;text-decoration-thickness:2px}
:focus-visible{outline:3px solid var(--focus);outline-offset:2px}
button{display:flex;align-items:center;justify-content:center;gap:.75em;width:100%;min-height:3.25em;margin:.25em 0 0;padding:.75em 1.25em;border:1px solid var(--button-border);border-radius:var(--radius);font:inherit;font-weight:600;color:var(--button-text);background:var(--button);overflow-wrap:anywhere;cursor:pointer}
button:hover{box-shadow:0 4px 14px color-mix(in srgb,var(--button) 45%,transparent)}
button[disabled]{opacity:.75;box-shadow:none;cursor:progress}
.message{margin:1.25em 0 0;border-radius:var(--radius)}
.page{border-color:transparent;box-shadow:0 1px 2px rgb(0 0 0/.06),0 16px 40px -20px rgb(0 0 0/.2)}
.message[role=alert]{color:var(--error);font-weight:500}
.message:focus-visible{outline-offset:6px}
.done{display:grid;justify-items:center;gap:1.5em;padding-block:3em;text-align:center}
.done .head{margin:0}.done .intro{display:none}
.done .message{margin:0;font-size:1.125em;white-space:pre-line}
.sign{position:relative;width:3.5em;height:3.5em;border-radius:50%;background:var(--success)}
.sign::after{content:"";position:absolute;left:1.28em;top:.8em;width:.9em;height:1.6em;border:solid var(--background);border-width:0 .25em .25em 0;transform:rotate(45deg)}
.mail::after{content:"@";inset:0;width:auto;height:auto;border:0;font-size:1.75em;font-weight:700;line-height:1.85;text-align:center;color:var(--background);transform:none}
.trap{position:absolute;width:1px;height:1px;overflow:hidden;clip-path:inset(50%);white-space:nowrap}
.unseen{position:absolute;width:1px;height:1px;margin:0;overflow:hidden;clip-path:inset(50%);white-space:nowrap}
@media (prefers-reduced-motion:no-preference){
input,select,textarea,button{transition:border-color .15s,box-shadow .15s,background-color .15s}
button[disabled]::before{content:"";width:1em;height:1em;border:2px solid;border-inline-start-color:transparent;border-radius:50%;animation:turn .8s linear infinite}
@keyframes turn{to{transform:rotate(1turn)}}
.done>*{animation:rise .3s ease-out}
@keyframes rise{from{opacity:0;transform:translateY(6px)}}
}
@media (forced-colors:active){.check .ticked::after,.sign::after{border-color:ButtonText}.sign{border:2px solid}}`;

  function variables(palette) {
    return Object.keys(palette || {})
      .filter((part) => COLOUR.test(palette[part]))
      .map((part) => '--' + part.replace('_', '-') + ':' + palette[part] + ';')
      .join('');
  }

  /** The style sheet of a form; nothing of the form's own gets into it unchecked. */
  widget.lookOf = function (form) {
    const { theme, font_family: font, border_radius: radius, width } = form.styling;
    const { light, dark } = form.palettes;
    const first = theme === 'dark' ? dark : light;
    const scheme = theme === 'dark' || theme === 'auto' ? theme : 'light';
    const family = Object.prototype.hasOwnProperty.call(FONTS, font) ? FONTS[font] : FONTS.system;
    const host = `:host{all:initial!important;display:block!important;width:100%!important;font-family:${family}!important;-webkit-text-size-adjust:100%!important}`;
    const own = `.card{--radius:${Number(radius) || 0}px;--width:${Number(width) || 600}px;color-scheme:${scheme === 'auto' ? 'light dark' : scheme};${variables(first)}}`;
    const night = theme === 'auto' ? `@media (prefers-color-scheme:dark){.card{${variables(dark)}}}` : '';
    return host + own + night + RULES;
  };

  /** Puts the sheet into the form's own tree in a way that also a page allows which forbids style elements. */
  widget.wear = function (root, css, nonce) {
    if ('adoptedStyleSheets' in root && 'replaceSync' in CSSStyleSheet.prototype) {
      const sheet = new CSSStyleSheet();
      sheet.replaceSync(css);
      root.adoptedStyleSheets = [sheet];
      return;
    }
    const style = document.createElement('style');
    if (nonce) style.nonce = nonce;
    style.textContent = css;
    root.insertBefore(style, root.firstChild);
  };
})((window.LeadForm = window.LeadForm || {}));
