/** Characters that HFS+ does not see in a name. */
const unseen = /[\u200c-\u200f\u202a-\u202e\u206a-\u206f\ufeff]/g;
const gitFolder = /^(\.git|git~\d+)([. ]*|:.*)$/i;

/**
 * Whether git may be given a new entry of this name: never one that a work tree on any system would take for another
 * folder or for git's own.
 */
export function isSafeName(name: string): boolean {
  if (name === "" || name === "." || name === "..") return false;
  if (["\0", "/", "\\"].some((character) => name.includes(character))) return false;
  return !gitFolder.test(name.replaceAll(unseen, ""));
}
