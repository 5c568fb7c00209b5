import { parseArgs } from "node:util";

import type { Progress } from "./progress.ts";

const usualRuns = 100_000;
const mostRuns = 2 ** 32;

export interface FuzzArguments {
  readonly name: string;
  readonly work: Progress;
}

/**
 * What the command line asks for; a text with the reason where it makes no sense. `--resume` goes on where the seed's
 * last process, told by `progressOf`, came to.
 */
export function fuzzArguments(
  args: readonly string[],
  known: {
    readonly names: readonly string[];
    readonly progressOf: (name: string) => Progress | null;
  },
): FuzzArguments | string {
  const parsed = parse(args);
  if (typeof parsed === "string") return parsed;
  const { values, positionals } = parsed;
  const [name = ""] = positionals;
  if (!known.names.includes(name)) return `there is no target "${name}"`;
  const progress = values.resume === true ? known.progressOf(name) : null;
  if (values.resume === true && progress === null) return `nothing of "${name}" to go on with`;
  const seed = Number(values.seed ?? progress?.seed ?? 1);
  const from = Number(values.from ?? progress?.next ?? 0);
  const runs = Number(values.runs ?? (progress === null ? usualRuns : progress.until - from));
  if (![seed, from, runs].every(isCount) || from + runs >= mostRuns) {
    return "numbers have to be whole and below 2^32";
  }
  return { name, work: { seed, next: from, until: from + runs } };
}

function parse(args: readonly string[]) {
  try {
    return parseArgs({
      args: [...args],
      allowPositionals: true,
      options: {
        runs: { type: "string" },
        seed: { type: "string" },
        from: { type: "string" },
        resume: { type: "boolean" },
      },
    });
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}

function isCount(value: number): boolean {
  return Number.isSafeInteger(value) && value >= 0;
}
