const redirectCodes: ReadonlySet<number> = new Set([301, 302, 303, 307, 308]);

/** More than these in a row lead nowhere. */
export const mostRedirects = 3;

/**
 * Where an answer of `from` sends on to: null when it does not, "unsafe" for what is no address, and for one that would
 * be asked without encryption where the first was asked with it.
 */
export function redirectOf(
  answer: { readonly status: number; readonly location: string | null },
  from: URL,
): URL | "unsafe" | null {
  if (!redirectCodes.has(answer.status) || answer.location === null) return null;
  const target = URL.parse(answer.location, from);
  const isSafe = target?.protocol === "https:" || target?.protocol === from.protocol;
  return target !== null && isSafe ? target : "unsafe";
}
