import type { Figure } from "./figure.ts";

export interface BenchResult {
  /** What the figures are compared with, in a word or two. */
  readonly peer: string;
  readonly figures: readonly Figure[];
}

export interface BenchOptions {
  /** How often each thing is measured. */
  readonly runs: number;
  /** Ends the bench early; it clears up and throws. */
  readonly signal: AbortSignal;
  /** Told how the bench goes on. */
  readonly report: (line: string) => void;
}

export interface Bench {
  readonly about: string;
  /** How often each thing is measured unless the command line says otherwise; 20 where it is left out. */
  readonly usualRuns?: number;
  /** Runs it; its code is loaded only then. */
  readonly run: (options: BenchOptions) => Promise<BenchResult>;
}
