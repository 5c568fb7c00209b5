import type { Condition } from "./live-object.ts";

/** What a condition says of itself, else its name. */
export function wordsOf({ type, reason, message }: Condition): string {
  return message || reason || type;
}
