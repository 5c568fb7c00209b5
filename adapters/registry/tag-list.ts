import { z } from "zod";

import { DomainError } from "#domain/error.ts";
import type { TagList } from "#ports/image-registry.ts";

import { unavailable } from "./failure.ts";
import { parseJson } from "./json.ts";
import type { RepositorySession } from "./session.ts";

const TagPage = z.object({ tags: z.array(z.string()).nullish() });
const longestPage = 8 * 1024 * 1024;
/** A registry that links for ever must not keep a worker for ever. */
const mostTags = 1_000_000;
const mostPages = 20_000;

/**
 * All tags of the repository, in pages of at most `pageSize` as far as the registry keeps to it; null when the first
 * answer says that nothing changed. A list of several pages has no ETag: that of one page says nothing of the others.
 */
export async function readTagList(input: {
  readonly session: RepositorySession;
  readonly pageSize: number;
  readonly etag: string | null;
  readonly signal: AbortSignal | undefined;
}): Promise<TagList | null> {
  const { session, pageSize, signal } = input;
  const { host, path } = session.endpoint;
  const tags: string[] = [];
  let url: URL = session.address("tags/list", { n: String(pageSize) });
  for (let page = 1; page <= mostPages && tags.length <= mostTags; page += 1) {
    const etag = page === 1 ? input.etag : null;
    const answer = await session.read(
      { url, accept: "application/json", limit: longestPage, etag },
      signal,
    );
    if (answer.status === 304 && etag !== null) return null;
    if (answer.status === 404) throw unknownRepository(host, path);
    if (answer.status !== 200) throw unavailable(host, `it answers with HTTP ${answer.status}`);
    const found = parseJson({ host, body: answer.body, schema: TagPage }).tags ?? [];
    for (const tag of found) tags.push(tag);
    const next = nextPage(session, url, answer.header("link"));
    if (next === null) return { tags, etag: page === 1 ? answer.header("etag") : null };
    url = next;
  }
  throw unavailable(host, `${path} has too many tags`);
}

function nextPage(session: RepositorySession, current: URL, link: string | null): URL | null {
  const target = /<([^>]*)>\s*;[^,]*\brel="?next"?/i.exec(link ?? "")?.[1];
  if (target === undefined) return null;
  const { host, base, namespace } = session.endpoint;
  const next = URL.parse(target, current);
  if (next === null || next.origin !== base.origin || next.href === current.href) {
    throw unavailable(host, "its list of tags links to nowhere");
  }
  if (namespace !== null) next.searchParams.set("ns", namespace);
  return next;
}

function unknownRepository(host: string, path: string): DomainError {
  const message = `The registry ${host} has no repository ${path}.`;
  return new DomainError("not-found", message, { host, repository: path });
}
