import type { GitCommit } from "#ports/git-repository.ts";

import { readCommitFacts } from "./commit-facts.ts";
import type { CommitFacts } from "./commit-facts.ts";

/**
 * The commits that lead to `tip`, newest first as committers' clocks say, at most `limit`. Ends where the history does,
 * or what is here of it: `read` gives null for a commit that is not.
 */
export async function readLog(
  read: (oid: string) => Promise<Buffer | null>,
  tip: string,
  limit: number,
): Promise<readonly GitCommit[]> {
  const log: GitCommit[] = [];
  const seen = new Set<string>();
  const open: { readonly id: string; readonly facts: CommitFacts }[] = [];
  async function visit(id: string): Promise<void> {
    if (seen.has(id)) return;
    seen.add(id);
    const data = await read(id);
    if (!data) return;
    const facts = readCommitFacts(data);
    const at = open.findIndex(({ facts: { committedAt } }) => committedAt < facts.committedAt);
    open.splice(at < 0 ? open.length : at, 0, { id, facts });
  }
  await visit(tip);
  while (log.length < limit) {
    const next = open.shift();
    if (!next) break;
    log.push(present(next.id, next.facts));
    for (const parent of next.facts.parents) await visit(parent);
  }
  return log;
}

function present(id: string, facts: CommitFacts): GitCommit {
  const { parents, message, author, committedAt } = facts;
  return { id, parent: parents[0] ?? null, message, author, at: committedAt };
}
