import { DomainError } from "#domain/error.ts";

import { flawOfName, splitHost } from "./grammar.ts";
import { canonicalName, registryHost } from "./ref.ts";

/**
 * Images whose canonical name begins with `from` begin with `to` in the other cluster: a registry
 * (`registry.dev.test`), or a registry with a part of the path (`registry.dev.test/team`).
 */
export interface ImageRewrite {
  readonly from: string;
  readonly to: string;
}

/**
 * Reads both prefixes and gives them their one form: the host in lower case, Docker Hub named (`acme/team` is
 * `docker.io/acme/team`). Throws `DomainError` "invalid" that says which side is wrong (`data.side`) and why.
 */
export function parseImageRewrite(input: ImageRewrite): ImageRewrite {
  return { from: parsePrefix("from", input.from), to: parsePrefix("to", input.to) };
}

/**
 * The canonical name after the longest `from` that covers whole parts of it was exchanged; undefined when none does.
 * The name may be written in any form; the rewrites are as `parseImageRewrite` gives them, and of equal ones the first
 * counts.
 */
export function rewriteImageName(
  name: string,
  rewrites: readonly ImageRewrite[],
): string | undefined {
  const canonical = canonicalName(name);
  let longest: ImageRewrite | undefined;
  for (const rewrite of rewrites) {
    if (!covers(rewrite.from, canonical)) continue;
    if (longest === undefined || rewrite.from.length > longest.from.length) longest = rewrite;
  }
  return longest && canonicalName(longest.to + canonical.slice(longest.from.length));
}

function covers(prefix: string, name: string): boolean {
  return name === prefix || (name.startsWith(prefix) && name[prefix.length] === "/");
}

function parsePrefix(side: keyof ImageRewrite, text: string): string {
  // A registry alone is judged with some path, because the grammar tells a host by what follows it.
  const isRegistry = !text.includes("/");
  const flaw = flawOfPrefix(text) ?? flawOfName(isRegistry ? `${text}/x` : text)?.reason;
  if (flaw !== undefined) {
    const message = `"${text}" cannot be the "${side}" of an image rewrite: ${flaw}.`;
    throw new DomainError("invalid", message, { side, prefix: text });
  }
  if (isRegistry) return registryHost(`${text}/x`);
  return `${registryHost(text)}/${splitHost(text).path}`;
}

function flawOfPrefix(text: string): string | undefined {
  if (text === "") return "it is empty";
  if (text.endsWith("/")) return "it ends with a slash; leave the slash out";
  if (text.includes("@")) return "it has a digest; only a registry and a path can be rewritten";
  const slash = text.indexOf("/");
  if (text.includes("//")) return undefined;
  if (slash !== -1 && text.includes(":", slash)) {
    return "it has a tag; only a registry and a path can be rewritten";
  }
  if (slash === -1 && splitHost(`${text}/x`).host === undefined) {
    return "it could be a registry or a part of Docker Hub; write docker.io/ before it, or its whole host";
  }
  return undefined;
}
