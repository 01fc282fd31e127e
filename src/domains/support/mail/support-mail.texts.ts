import { escaped } from '#kernel/escaped';
import { plainTextOf } from '#platform/html/plain-text';

/** What a mail of the desk says. */
export interface DeskMailText {
  readonly subject: string;
  readonly html: string;
  readonly text: string;
}

/**
 * Tells that a message has arrived. Nothing of what was sent stands in it: whoever writes a stranger's address into the form
 * cannot have us mail them anything.
 */
export function confirmationText(ticketId: string, link: string): DeskMailText {
  return written(
    `We have your message (${ticketId.slice(-8)})`,
    `<p>Thank you, your message has arrived. We answer as soon as we can.</p>
<p><a href="${escaped(link)}">Read it and what we answer</a>, or answer this mail to add something.</p>
<p>If it was not you who wrote to us, there is nothing to do.</p>`,
  );
}

/**
 * What a rule of the desk answers. Anybody can have written in the name of whoever gets it, so nothing that was written stands
 * in it, not even the subject.
 */
export function automaticText(ticketId: string, body: string, link: string): DeskMailText {
  return replyText(`About your message (${ticketId.slice(-8)})`, body, link);
}

/** What somebody of the desk has written; it is text here, whatever it looks like. */
export function replyText(subject: string, body: string, link: string): DeskMailText {
  const paragraphs = body
    .split(/\n{2,}/)
    .map((paragraph) => `<p>${escaped(paragraph).replaceAll('\n', '<br>')}</p>`);
  const answered = /^re:/i.test(subject) ? subject : `Re: ${subject}`;
  return written(
    answered,
    `${paragraphs.join('\n')}
<hr><p><a href="${escaped(link)}">Read the whole conversation</a>, or answer this mail.</p>`,
  );
}

/** A due time that was missed. */
export interface Missed {
  readonly ticket_id: string;
  readonly what: 'first_response' | 'resolution';
  readonly priority: string;
}

/** Tells the desk which due times were missed; subjects of strangers do not stand in it. */
export function breachText(missed: readonly Missed[]): DeskMailText {
  const many = missed.length === 1 ? 'One due time was missed' : `${missed.length} due times were missed`;
  const lines = missed.map(({ ticket_id, what, priority }) => {
    const late = what === 'first_response' ? 'nobody has answered in time' : 'it was not resolved in time';
    return `<li>Ticket ${escaped(ticket_id)}, priority ${escaped(priority)}: ${late}.</li>`;
  });
  return written(many, `<p>${many}:</p><ul>${lines.join('\n')}</ul>`);
}

function written(subject: string, body: string): DeskMailText {
  const html = `<!doctype html><html lang="en"><body style="font-family:system-ui,sans-serif;line-height:1.5">${body}</body></html>`;
  return {
    subject: subject.replace(/\s+/g, ' ').slice(0, 200).toWellFormed(),
    html,
    text: plainTextOf(body),
  };
}
