/**
 * `@supabase/lite` puts a filter before Node's warnings that takes every warning for text, so that one which is an error
 * (too many listeners, say) would throw where it is given. Such warnings are given the one word the filter asks for.
 */
export function mendWarnings(): void {
  const filtered = process.emitWarning.bind(process) as (...all: unknown[]) => void;
  process.emitWarning = (warning: string | Error, ...more: unknown[]) => {
    if (warning instanceof Error) Object.defineProperty(warning, 'includes', { value: () => false });
    filtered(warning, ...more);
  };
}
