const known: ReadonlySet<string> = new Set(["dev", "stage", "prod"]);

/** The stripe of an environment; the word always stands beside it. */
export function environmentColor(environment: string): string {
  return `var(--env-${known.has(environment) ? environment : "other"})`;
}
