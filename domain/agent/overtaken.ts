import type { Opening } from "./key-contest.ts";

/**
 * Whether a process has connected anew since it tried to by this attempt: the network delivered the old one late, and
 * nobody is there any more to answer. False where the process does not count its attempts.
 */
export function isOvertaken(
  openings: readonly Opening[],
  by: { readonly instance: string; readonly attempt: number | undefined },
): boolean {
  const { instance, attempt = Infinity } = by;
  return openings.some((each) => each.instance === instance && (each.attempt ?? 0) > attempt);
}
