/** A matcher in which only `*` is special. It goes part by part, without backtracking, so that no pattern is slow. */
export function compileGlob(pattern: string): (tag: string) => boolean {
  const parts = pattern.split("*");
  const first = parts[0] ?? "";
  if (parts.length === 1) return (tag) => tag === first;
  const last = parts.at(-1) ?? "";
  const middle = parts.slice(1, -1);
  return (tag) => {
    if (tag.length < first.length + last.length) return false;
    if (!tag.startsWith(first) || !tag.endsWith(last)) return false;
    const end = tag.length - last.length;
    let from = first.length;
    for (const part of middle) {
      const found = tag.indexOf(part, from);
      if (found === -1 || found + part.length > end) return false;
      from = found + part.length;
    }
    return true;
  };
}
