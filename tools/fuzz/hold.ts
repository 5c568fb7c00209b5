/** Throws with what should have held and of which input. */
export function hold(condition: boolean, what: string, input: unknown): void {
  if (!condition) throw new Error(`does not hold: ${what}; ${JSON.stringify(input)}`);
}
