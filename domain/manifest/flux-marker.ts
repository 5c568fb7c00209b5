/** What Flux's image automation looks for behind a value; the policy's name may be followed by the part it sets. */
const markerForm = /\s#\s*\{\s*"\$imagepolicy"\s*:\s*"([^":]+:[^":]+)(?::(?:tag|name|digest))?"/;

/**
 * The Flux image policy, `namespace:name`, that the comment behind a value on this line names (counted from 1), or
 * undefined where there is no such comment.
 */
export function markerOn(text: string, line: number): string | undefined {
  if (!text.includes("$imagepolicy")) return undefined;
  return markerForm.exec(text.split("\n")[line - 1] ?? "")?.[1];
}
