import type { NudgeTarget, NudgedEngine } from "#contracts/agent-nudge.ts";
import { repositoryName } from "#domain/git/same-repository.ts";
import { engineName } from "#domain/rollout/engine-words.ts";

const mostNamed = 3;
const longestMessage = 2000;

/** What came of a nudge, in one line: who was asked, and everything that stands against it. */
export function nudgeMessage(
  { repository, branch, path, revision }: Omit<NudgeTarget, "at">,
  engines: readonly NudgedEngine[],
): string {
  if (engines.length === 0) {
    const place = `${path === "" ? "the root" : path} of ${repositoryName(repository)}, branch ${branch}`;
    return `nothing of Flux or Argo CD in this cluster deploys ${place}`;
  }
  const asked = engines.filter(({ did }) => did === "asked" || did === "synced");
  const current = engines.filter(({ did }) => did === "current");
  const short = revision.slice(0, 7);
  return [
    asked.length > 0 && `asked ${listed(asked)} for ${short}`,
    asked.length === 0 && current.length > 0 && `${listed(current)} had ${short} already`,
    ...new Set(engines.map(({ message }) => message)),
  ]
    .filter(Boolean)
    .join("; ")
    .slice(0, longestMessage);
}

function listed(engines: readonly NudgedEngine[]): string {
  const names = engines.map(({ by }) => engineName(by));
  const [head, rest] = [names.slice(0, mostNamed), names.length - mostNamed];
  if (rest > 0) return `${head.join(", ")} and ${rest} more`;
  return [head.slice(0, -1).join(", "), head.at(-1)].filter(Boolean).join(" and ");
}
