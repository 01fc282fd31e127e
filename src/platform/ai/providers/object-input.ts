/** A tool call's input for APIs that take objects only: what the model wrote otherwise is kept under a name that says so. */
export function objectInput(input: unknown): Record<string, unknown> {
  const isObject = typeof input === 'object' && input !== null && !Array.isArray(input);
  return isObject
    ? { ...input }
    : { INVALID_JSON: typeof input === 'string' ? input : JSON.stringify(input) };
}
