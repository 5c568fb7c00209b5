import type { ClusterSummary } from "#contracts/api/cluster.ts";
import { ago } from "#ui/components/relative-time.ts";
import type { Tone } from "#ui/components/tag.tsx";

export interface ClusterWords {
  readonly word: string;
  readonly tone: Tone;
  /** One line that explains the state and what to do about it. */
  readonly line: string;
}

/** A cluster's state in words, as of `now` in ms. */
export function clusterWords(cluster: ClusterSummary, now: number): ClusterWords {
  const since = (iso: string | null) => (iso === null ? "" : ` ${ago(Date.parse(iso), now)}`);
  if (cluster.enrolment === "never") {
    return {
      word: "not connected",
      tone: "plain",
      line: "No agent was installed. Create an enrolment command.",
    };
  }
  if (cluster.enrolment === "waiting") {
    return {
      word: "waiting",
      tone: "run",
      line: "Waiting for the agent. Run the enrolment command in the cluster.",
    };
  }
  if (!cluster.connected) {
    const heard = cluster.lastSeenAt ?? cluster.stateAt;
    return {
      word: "offline",
      tone: "behind",
      line: `The agent was last heard${since(heard) || " never"}. Check its pod and its way out to this address.`,
    };
  }
  if (cluster.sync && !cluster.sync.ok) {
    return { word: "sync fails", tone: "bad", line: cluster.sync.message };
  }
  if (cluster.stateAt === null) {
    return { word: "connected", tone: "run", line: "Connected; the first report is on its way." };
  }
  const from = cluster.sync ? `, at ${cluster.sync.revision.slice(0, 7)} of git` : "";
  return { word: "connected", tone: "ok", line: `Reported${since(cluster.stateAt)}${from}.` };
}
