import type { Pace } from "#sandbox/kubelet/container-life.ts";

export type PaceName = "fast" | "normal" | "slow";

/** How long pods take to come up: fast for tests, normal to be watched, slow to have time to look around. */
export const paces: Readonly<Record<PaceName, Pace>> = {
  fast: { pullMs: 10, startMs: 20, backOffMs: 200 },
  normal: { pullMs: 1_200, startMs: 2_500 },
  slow: { pullMs: 6_000, startMs: 20_000 },
};
