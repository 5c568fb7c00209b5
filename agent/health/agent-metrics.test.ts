import { readFileSync } from "node:fs";

import { expect, it } from "vitest";

import { agentMetrics } from "./agent-metrics.ts";

it("are all described in docs/agent.md, and no others are", () => {
  const text = readFileSync(new URL("../../docs/agent.md", import.meta.url), "utf8");
  const described = new Set(text.match(/`(?:stagecoach_agent|process)_[a-z_]+`/g));
  const named = agentMetrics({
    version: "0.1.0",
    isConnected: true,
    connections: 1,
    workloads: 1,
    watches: [],
    now: 0,
    residentBytes: 1,
    cpuSeconds: 1,
  }).map(({ name }) => `\`${name}\``);
  expect(new Set(named)).toEqual(described);
});
