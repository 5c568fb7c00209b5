import type { Bench } from "./bench.ts";

/** Every bench by its name. */
export const benches: ReadonlyMap<string, Bench> = new Map<string, Bench>([
  [
    "git-push",
    {
      about: "change, commit and push in a repository of 500 services, beside git",
      run: async (options) => (await import("./git-push.ts")).benchGitPush(options),
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
]);
