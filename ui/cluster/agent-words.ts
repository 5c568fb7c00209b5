import { agentVersion as ownVersion } from "#contracts/agent-version.ts";
import type { LockCause } from "#contracts/api/cluster-agent.ts";
import type { ClusterSummary } from "#contracts/api/cluster.ts";
import { supportedMinors } from "#domain/agent/version-support.ts";
import type { Tone } from "#ui/components/tag.tsx";

/** What is wrong with an agent's version, as a word and a sentence. */
export interface VersionWords {
  readonly tone: Tone;
  readonly word: string;
  readonly line: string;
  /** Whether the agent is to be upgraded, rather than the server. */
  readonly upgrade: boolean;
}

/** Null where there is nothing to say. */
export function versionWords({
  agentSupport,
  agentVersion,
}: Pick<ClusterSummary, "agentSupport" | "agentVersion">): VersionWords | null {
  switch (agentSupport) {
    case "too-old": {
      const line = `Agent ${agentVersion} is more than ${supportedMinors} minor versions behind this server (${ownVersion}). It keeps running, but may not understand all it is told. Upgrade it.`;
      return { tone: "behind", word: "agent too old", line, upgrade: true };
    }
    case "older": {
      const line = `Agent ${agentVersion} is supported; ${ownVersion} is the newest for this server.`;
      return { tone: "plain", word: "agent can be upgraded", line, upgrade: true };
    }
    case "too-new": {
      const line = `Agent ${agentVersion} is newer than this server (${ownVersion}). It keeps running; what it adds is not used. Upgrade the server.`;
      return { tone: "behind", word: "agent newer than the server", line, upgrade: false };
    }
    case "unknown": {
      const line = `The agent calls its version “${agentVersion}”, which cannot be compared with this server's ${ownVersion}.`;
      return { tone: "plain", word: "agent of unknown version", line, upgrade: false };
    }
    case "current":
    case null:
      return null;
  }
}

/** What happened to a locked key, in a sentence. */
export function lockWords(cause: LockCause): string {
  switch (cause) {
    case "old-key":
      return "An older key of this agent was used after it had been replaced. A copy of the agent's volume, such as a restored backup, may be in use.";
    case "two-agents":
      return "Two agents with the same key took the connection from each other in turns.";
    case "other-cluster":
      return "The agent's key is in use in two Kubernetes clusters.";
  }
}

/** What to do about a locked key, in a sentence. */
export const lockNextStep =
  "Stop the copy, then make a command below and run it in the cluster that this one stands for: the agent enrols anew, with a new key.";
