import type { ClusterSummary } from "#contracts/api/cluster.ts";
import type { Tone } from "#ui/components/tag.tsx";

import { lockWords } from "./agent-words.ts";

export interface ClusterState {
  readonly tone: Tone;
  readonly word: string;
  /** One line that explains the word, and what to do where something is to be done. */
  readonly line: string;
}

type Facts = Pick<
  ClusterSummary,
  "connected" | "enrolment" | "key" | "stateAt" | "sync" | "source"
>;

/** How a cluster is, in a word and a line. */
export function clusterState(facts: Facts): ClusterState {
  const { connected, enrolment, key, stateAt, sync, source } = facts;
  if (enrolment !== "enrolled") {
    const line = "Run the command on its page in the cluster; the agent then calls here.";
    return { tone: "plain", word: "no agent yet", line };
  }
  if (key?.lock) {
    const line = `${lockWords(key.lock.cause)} Nothing is heard until it is enrolled anew, on its page.`;
    return { tone: "bad", word: "agent locked", line };
  }
  if (!connected) {
    const line =
      "Its last state is shown. Promotions are committed; how they roll out stays unknown until it is back.";
    return { tone: "bad", word: "agent offline", line };
  }
  if (stateAt === null)
    return { tone: "run", word: "reading", line: "The agent is reading the cluster." };
  if (sync && !sync.ok) return { tone: "bad", word: "cannot apply", line: sync.message };
  if (!source) {
    return {
      tone: "behind",
      word: "no config repository",
      line: "It is watched; nothing can be promoted to it yet.",
    };
  }
  return {
    tone: "ok",
    word: "connected",
    line: sync ? `At ${sync.revision.slice(0, 7)}: ${sync.message}` : "Nothing was applied yet.",
  };
}
