import { serveRuns } from "./serve-runs.ts";
import type { FuzzTarget } from "./target.ts";

function brokenTarget(run: FuzzTarget["run"]): () => Promise<FuzzTarget> {
  return () => Promise.resolve({ about: "breaks on purpose", run });
}

/** Targets that break in every way there is, for the test of the watch over them. */
await serveRuns(
  new Map([
    ["holds", brokenTarget(() => undefined)],
    [
      "throws",
      brokenTarget((next) => {
        if (next() > 0.9) throw new Error("above 0.9");
      }),
    ],
    [
      "hangs",
      brokenTarget(() => {
        for (;;);
      }),
    ],
    [
      "hoards",
      brokenTarget(() => {
        for (const hoard: number[][] = []; ;) hoard.push(Array.from({ length: 1e6 }, Math.random));
      }),
    ],
  ]),
);
