/** What a git host means when it refuses in words, as over ssh, where there are no status codes. */
export type HostRefusal = "not-found" | "forbidden" | "read-only";

const meanings: readonly (readonly [RegExp, HostRefusal])[] = [
  [
    /marked as read.?only|read-only (key|deploy|access)|deploy key.*(read|write)|write access/i,
    "read-only",
  ],
  [/not allowed to (push|upload)|permission to .* denied/i, "read-only"],
  [/repository not found|does not appear to be a git repository|could not be found/i, "not-found"],
  [/repository does not exist|no such (repository|project)|TF401019|not found/i, "not-found"],
  [/permission denied|access (denied|forbidden)|not authori[sz]ed|forbidden/i, "forbidden"],
];

/** The meaning of a host's words, or null where they say nothing that is known. */
export function meaningOf(words: string): HostRefusal | null {
  const [, meaning = null] = meanings.find(([pattern]) => pattern.test(words)) ?? [];
  return meaning;
}
