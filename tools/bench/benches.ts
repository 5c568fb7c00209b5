import type { Bench } from "./bench.ts";

/** Every bench by its name. */
export const benches: ReadonlyMap<string, Bench> = new Map<string, Bench>([
  [
    "push",
    {
      about: "commit and push in repositories of 500 and 5,000 services, beside git",
      run: async (options) => (await import("./push.ts")).benchPush(options),
    },
  ],
  [
    "promote",
    {
      about: "the whole product: from the click to the commit and to running pods, beside git",
      run: async (options) => (await import("./promote.ts")).benchPromote(options),
    },
  ],
  [
    "edit",
    {
      about: "2,000 manifests edited in place, beside writing their YAML anew",
      run: async (options) => (await import("./edit.ts")).benchEdit(options),
    },
  ],
  [
    "lane",
    {
      about: "64 releases, 8 workers, one branch, beside writers that each push for themselves",
      run: async (options) => (await import("./lane.ts")).benchLane(options),
    },
  ],
  [
    "matrix",
    {
      about: "500 workloads × 10 clusters on the wire, beside plain JSON",
      run: async (options) => (await import("./matrix.ts")).benchMatrix(options),
    },
  ],
  [
    "plan",
    {
      about: "a plan of 500 workloads with parsed files, beside parsing them anew",
      run: async (options) => (await import("./plan.ts")).benchPlan(options),
    },
  ],
  [
    "scan",
    {
      about: "10,000 tags over the registry API, beside a manifest per tag",
      run: async (options) => (await import("./scan.ts")).benchScan(options),
    },
  ],
  [
    "rank",
    {
      about: "10,000 tags ranked by every kind of policy, beside a plain sort",
      run: async (options) => (await import("./rank.ts")).benchRank(options),
    },
  ],
  [
    "index",
    {
      about: "the index of 5,000 files, cold and at a new tip, beside parsing them with yaml",
      run: async (options) => (await import("./manifest-index.ts")).benchIndex(options),
    },
  ],
  [
    "fetch",
    {
      about: "a clone and warm fetches of 500 services over a far git server, beside git",
      run: async (options) => (await import("./fetch.ts")).benchFetch(options),
    },
  ],
  [
    "agent-memory",
    {
      about: "the agent's memory with 2,000 workloads and 10,000 pods, beside raw informers",
      // Each is left to rest for 20 seconds, on either side, empty and full.
      usualRuns: 3,
      run: async (options) => (await import("./agent-memory.ts")).benchAgentMemory(options),
    },
  ],
  [
    "agent-load",
    {
      about: "what the agent costs in a quiet time, beside raw informers",
      run: async (options) => (await import("./agent-load.ts")).benchAgentLoad(options),
    },
  ],
  [
    "change-to-dom",
    {
      about: "from a change in a cluster to the cell in a browser, beside a plain watch",
      run: async (options) => (await import("./change-to-dom.ts")).benchChangeToDom(options),
    },
  ],
  [
    "resync",
    {
      about: "a whole snapshot of 2,000 workloads to the gateway",
      run: async (options) => (await import("./resync.ts")).benchResync(options),
    },
  ],
]);
