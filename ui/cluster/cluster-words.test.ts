import { expect, it } from "vitest";

import type { ClusterSummary } from "#contracts/api/cluster.ts";

import { clusterWords } from "./cluster-words.ts";

const now = Date.parse("2026-11-20T10:10:00Z");

function cluster(changes: Partial<ClusterSummary>): ClusterSummary {
  return {
    id: "b8f9b7a6-6f8c-4a7e-9d0b-1c2d3e4f5a6b",
    name: "prod",
    environment: "prod",
    connected: true,
    enrolment: "enrolled",
    agentVersion: "1.0.0",
    kubernetesVersion: "v1.34",
    simulated: false,
    connectedAt: null,
    lastSeenAt: "2026-11-20T10:06:00Z",
    stateAt: "2026-11-20T10:08:00Z",
    workloads: 3,
    namespaces: 1,
    source: null,
    sync: null,
    ...changes,
  };
}

it.each<{ changes: Partial<ClusterSummary>; word: string; line: string }>([
  {
    changes: { enrolment: "never" },
    word: "not connected",
    line: "No agent was installed. Create an enrolment command.",
  },
  {
    changes: { enrolment: "waiting" },
    word: "waiting",
    line: "Waiting for the agent. Run the enrolment command in the cluster.",
  },
  {
    changes: { connected: false },
    word: "offline",
    line: "The agent was last heard 4 min ago. Check its pod and its way out to this address.",
  },
  {
    changes: { sync: { revision: "c0ffee1", at: "", ok: false, message: "cannot apply x.yaml" } },
    word: "sync fails",
    line: "cannot apply x.yaml",
  },
  {
    changes: { stateAt: null },
    word: "connected",
    line: "Connected; the first report is on its way.",
  },
  {
    changes: { sync: { revision: "c0ffee1d00d", at: "", ok: true, message: "" } },
    word: "connected",
    line: "Reported 2 min ago, at c0ffee1 of git.",
  },
])("$word: $line", ({ changes, word, line }) => {
  expect(clusterWords(cluster(changes), now)).toMatchObject({ word, line });
});
