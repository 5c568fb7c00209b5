import { z } from "zod";

const Mark = z.union([z.boolean(), z.string()]).optional();

/** The marks of a case that need not be held to literally. */
export const Marks = { quirk: Mark, legacy: Mark, fluxCrashed: Mark };

/** The name of the mark that a case carries, or undefined when it is held to. */
export function markOf(given: {
  readonly [name in keyof typeof Marks]?: string | boolean | undefined;
}): string | undefined {
  const names = ["quirk", "legacy", "fluxCrashed"] as const;
  return names.find((name) => given[name] !== undefined && given[name] !== false);
}
