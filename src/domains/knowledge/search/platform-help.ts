/** Words by which people ask how the product works, as the front end has always recognised them. */
const HELP =
  /\b(?:how do i|how to|how can i|where do i|where is|creat|upload|configur|set(?:ting)? ?up|find|knowledge bucket|campaign|setting|api key|dashboard|navigation|help|guide|tutorial|troubleshoot|error|not working|problem)/i;

/** Whether a question may be about the product itself, so that its documentation is worth a look. */
export function asksForPlatformHelp(question: string): boolean {
  return HELP.test(question);
}
