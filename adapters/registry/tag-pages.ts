import { z } from "zod";

import { DomainError } from "#domain/error.ts";

import { unavailable } from "./failure.ts";
import { parseJson } from "./json.ts";
import type { RepositorySession } from "./session.ts";
import type { Answer } from "./transport.ts";

const TagList = z.object({ tags: z.array(z.string()).nullish() });
const longestPage = 8 * 1024 * 1024;
/** A registry that links for ever must not keep a worker for ever. */
const mostTags = 1_000_000;
const mostPages = 20_000;

/** The repository's tags in pages of at most `pageSize`, as far as the registry keeps to it. */
export async function* tagPages(input: {
  readonly session: RepositorySession;
  readonly pageSize: number;
  readonly signal: AbortSignal | undefined;
}): AsyncGenerator<readonly string[]> {
  const { session, pageSize, signal } = input;
  const { host, path } = session.endpoint;
  let url: URL | null = session.address("tags/list", { n: String(pageSize) });
  let count = 0;
  for (let page = 1; url !== null; page += 1) {
    if (page > mostPages || count > mostTags) throw unavailable(host, `${path} has too many tags`);
    const accept = "application/json";
    const answer: Answer = await session.read({ url, accept, limit: longestPage }, signal);
    if (answer.status === 404) throw unknownRepository(host, path);
    if (answer.status !== 200) throw unavailable(host, `it answers with HTTP ${answer.status}`);
    const tags = parseJson({ host, body: answer.body, schema: TagList }).tags ?? [];
    count += tags.length;
    if (tags.length > 0) yield tags;
    url = nextPage(session, url, answer.header("link"));
  }
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
