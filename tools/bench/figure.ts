import { percentile } from "./percentile.ts";

/** One result of a bench: ours beside the peer's, measured in the same run. */
export interface Figure {
  readonly name: string;
  readonly ours: number;
  /** Null where nothing else does the same. */
  readonly peer: number | null;
  /** Ours divided by the peer's, if that is something: below 1, ours is ahead, or above 1 where the unit is a rate. */
  readonly ratio: number | null;
  readonly unit: "ms" | "bytes" | "requests" | "tries" | "files/s" | "commits/s" | "times" | "%";
}

export interface Measured {
  readonly name: string;
  readonly ours: number;
  readonly peer: number | null;
  readonly unit: Figure["unit"];
}

export function figure({ name, ours, peer, unit }: Measured): Figure {
  const ratio = peer === null || peer === 0 ? null : round(ours / peer);
  return { name, ours: round(ours), peer: peer === null ? null : round(peer), ratio, unit };
}

/** The median and the 99th percentile of both sides' times, in milliseconds. */
export function spread(
  name: string,
  samples: { readonly ours: readonly number[]; readonly peer: readonly number[] | null },
): readonly Figure[] {
  const { ours, peer } = samples;
  return [0.5, 0.99].map((share) =>
    figure({
      name: `${name}, p${share * 100}`,
      ours: percentile(ours, share),
      peer: peer && percentile(peer, share),
      unit: "ms",
    }),
  );
}

/** As `spread`, of how many things were done in a second: the slowest of a hundred is the 99th percentile. */
export function rates(
  name: string,
  samples: { readonly ours: readonly number[]; readonly peer: readonly number[] },
  { count, unit }: { readonly count: number; readonly unit: "files/s" | "commits/s" },
): readonly Figure[] {
  return [0.5, 0.99].map((share) =>
    figure({
      name: `${name}, p${share * 100}`,
      ours: (count * 1000) / percentile(samples.ours, share),
      peer: (count * 1000) / percentile(samples.peer, share),
      unit,
    }),
  );
}

/** Three significant digits, and no digits lost before the point. */
function round(value: number): number {
  return Math.abs(value) >= 100 ? Math.round(value) : Number(value.toPrecision(3));
}
