import { DomainError } from "#domain/error.ts";

/** Throws "conflict" where a change was refused because `what` is no longer what was seen. */
export function requireNewest(changed: boolean, what: string): void {
  if (changed) return;
  const message = `Somebody else changed ${what} since you opened this page. Look at theirs, then change it again.`;
  throw new DomainError("conflict", message, { changed: what });
}
