import { createHash } from "node:crypto";

/** `count` tags of the form `<lead><number>`, counting up from `first`. */
export function counted(lead: string, count: number, first = 0): readonly string[] {
  return Array.from({ length: count }, (_, at) => `${lead}${first + at}`);
}

/** `count` tags of commits, the same for the same name: `main-9a16ff9`. */
export function commits(name: string, count: number, lead = "main-"): readonly string[] {
  return Array.from(
    { length: count },
    (_, at) => `${lead}${commitOf(`${name} ${at}`).slice(0, 7)}`,
  );
}

/** A commit's 40 hex digits, the same for the same seed. */
export function commitOf(seed: string): string {
  return createHash("sha1").update(seed).digest("hex");
}
