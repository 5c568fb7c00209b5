/** Why a tag is no candidate under a policy. */
export type TagReason =
  | { readonly code: "latest" }
  | { readonly code: "glob-mismatch"; readonly pattern: string }
  | { readonly code: "regexp-mismatch"; readonly pattern: string }
  | { readonly code: "not-a-version" }
  | { readonly code: "prerelease"; readonly range: string }
  | { readonly code: "out-of-range"; readonly range: string }
  | { readonly code: "nothing-extracted"; readonly extract: string }
  | { readonly code: "not-a-number"; readonly value: string };

/** The answer to "why not this tag?" as a sentence, with what would admit it where something would. */
export function describeTagReason(reason: TagReason): string {
  switch (reason.code) {
    case "latest":
      return "“latest” says nothing about what it contains; only the filter glob:latest admits it.";
    case "glob-mismatch":
      return `The tag does not match glob:${reason.pattern}.`;
    case "regexp-mismatch":
      return `The tag does not match regexp:${reason.pattern}.`;
    case "not-a-version":
      return "The tag is not a version such as 1.4.2 or v1.4.2.";
    case "prerelease":
      return `The tag is a pre-release, which semver:${reason.range} does not name; a range such as >=1.0.0-0 admits them.`;
    case "out-of-range":
      return `The version is outside semver:${reason.range}.`;
    case "nothing-extracted":
      return `The tag matches the pattern, but ${reason.extract} is empty in it.`;
    case "not-a-number":
      return `“${reason.value}” is not a number, so the tag has no place in a numerical order.`;
  }
}
