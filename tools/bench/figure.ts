import { percentile } from "./percentile.ts";

/** One result of a bench: ours beside the peer's, measured in the same run; smaller is better. */
export interface Figure {
  readonly name: string;
  readonly ours: number;
  /** Null where nothing else does the same. */
  readonly peer: number | null;
  /** How many times as much the peer needs: above 1, ours is ahead. */
  readonly ratio: number | null;
  readonly unit: "ms" | "bytes" | "requests" | "tries";
}

export interface Measured {
  readonly name: string;
  readonly ours: number;
  readonly peer: number | null;
  readonly unit: Figure["unit"];
}

export function figure({ name, ours, peer, unit }: Measured): Figure {
  const ratio = peer === null ? null : round(peer / ours);
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

/** Three significant digits, and no digits lost before the point. */
function round(value: number): number {
  return Math.abs(value) >= 100 ? Math.round(value) : Number(value.toPrecision(3));
}
