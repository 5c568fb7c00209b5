const words: readonly (readonly [RegExp, string])[] = [
  [/\bpull|image (?:is )?not found|not in (?:its|the) registry/i, "cannot pull"],
  [/memory|oom/i, "out of memory"],
  [/fits no node|unschedulable/i, "fits no node"],
  [/exit|crash|restart/i, "crashes"],
  [/config|secret|mount/i, "cannot start"],
  [/cannot create pods|quota/i, "no pods"],
  [/not ready|probe|deadline/i, "not ready"],
];

/** A failure's sentence in a word or two, for where there is no room. */
export function failureWord(message: string): string {
  return words.find(([pattern]) => pattern.test(message))?.[1] ?? "failing";
}
