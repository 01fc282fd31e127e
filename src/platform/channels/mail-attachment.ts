/** A file that goes with mails. What providers are sent of it is made once for all of them. */
export class MailAttachment {
  private encoded: string | undefined;

  constructor(
    readonly name: string,
    readonly mediaType: string,
    readonly content: Buffer,
  ) {}

  get base64(): string {
    this.encoded ??= this.content.toString('base64');
    return this.encoded;
  }
}
