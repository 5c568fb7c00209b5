import { afterEach, beforeEach, expect, it } from "vitest";

import { agentMetrics } from "./agent-metrics.ts";
import { startHealthServer } from "./health-server.ts";
import type { HealthServer } from "./health-server.ts";

let isReady = false;
let server: HealthServer;

beforeEach(async () => {
  isReady = false;
  server = await startHealthServer({
    port: 0,
    isReady: () => isReady,
    metrics: () =>
      agentMetrics({
        version: "1.2.3",
        isConnected: true,
        connections: 2,
        workloads: 7,
        watches: [
          { resource: "pods", synced: true, missing: null, heardAt: 1500 },
          { resource: "jobs.batch", synced: false, missing: "right", heardAt: null },
        ],
        now: 2000,
        residentBytes: 64,
        cpuSeconds: 1.5,
      }),
  });
});
afterEach(() => server.close());

async function get(path: string): Promise<{ readonly status: number; readonly text: string }> {
  const answer = await fetch(`http://127.0.0.1:${server.port}${path}`);
  return { status: answer.status, text: await answer.text() };
}

it("is alive before it is ready", async () => {
  expect((await get("/healthz")).status).toBe(200);
  expect((await get("/readyz")).status).toBe(503);
  isReady = true;
  expect((await get("/readyz")).status).toBe(200);
});

it("tells its metrics", async () => {
  const { text } = await get("/metrics");
  for (const line of [
    'stagecoach_agent_info{version="1.2.3"} 1',
    "stagecoach_agent_connected 1",
    "stagecoach_agent_connections_total 2",
    "stagecoach_agent_workloads 7",
    'stagecoach_agent_watch_synced{resource="pods"} 1',
    'stagecoach_agent_watch_forbidden{resource="jobs.batch"} 1',
    'stagecoach_agent_watch_age_seconds{resource="pods"} 0.5',
  ]) {
    expect(text.split("\n")).toContain(line);
  }
  expect(text).not.toContain('age_seconds{resource="jobs.batch"}');
});

it("has nothing else", async () => {
  expect((await get("/secrets")).status).toBe(404);
});
