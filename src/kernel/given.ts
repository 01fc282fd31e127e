/** The first of them that is given at all: null is, and says that there is to be nothing. */
export function given<Value>(...values: readonly (Value | undefined)[]): Value | undefined {
  return values.find((value) => value !== undefined);
}
