/** A short cause out of a network error, for a sentence that says which host. */
export function causeOf(error: unknown): string {
  const cause = error instanceof Error ? (error.cause ?? error) : error;
  if (!(cause instanceof Error)) return String(cause);
  const code = "code" in cause && typeof cause.code === "string" ? cause.code : null;
  return cause.message || code || cause.name;
}
