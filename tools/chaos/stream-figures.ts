import { figure } from "#tools/bench/figure.ts";
import type { Figure } from "#tools/bench/figure.ts";
import { percentile } from "#tools/bench/percentile.ts";

import type { StreamOutcome } from "./stream.ts";

const longestHealMs = 5_000;

/** What a run came to, in figures. */
export function streamFigures(outcome: StreamOutcome): readonly Figure[] {
  const { changes, commits, lost, phantoms, healMs } = outcome;
  const faults = [...outcome.faults.values()].reduce((sum, count) => sum + count, 0);
  const counts = [
    ["changes", changes],
    ["faults", faults],
    ["rows followed", commits],
    ["lost", lost.length],
    ["phantom", phantoms.length],
  ] as const;
  const times = [
    ["heal to equal, p50", 0.5],
    ["heal to equal, slowest", 1],
  ] as const;
  return [
    ...counts.map(([name, ours]) => figure({ name, ours, peer: null, unit: "times" })),
    ...(healMs.length === 0 ? [] : times).map(([name, share]) =>
      figure({ name, ours: percentile(healMs, share), peer: null, unit: "ms" }),
    ),
  ];
}

/** Whether nothing was lost or invented, and every healing was quick. */
export function isWithinBounds({ lost, phantoms, healMs }: StreamOutcome): boolean {
  return lost.length + phantoms.length === 0 && healMs.every((time) => time <= longestHealMs);
}
