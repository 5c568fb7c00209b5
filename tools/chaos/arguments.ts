import { parseArgs } from "node:util";

export const usage =
  "npm run chaos -- stream [--changes N] [--seed S] [--kubernetes real] [--json]\n" +
  "  Changes objects of a cluster while connections, gateways, the agent and the API server fail,\n" +
  "  and follows what the database said of them: nothing lost, nothing that never was so.";

const usualChanges = { simulated: 100_000, real: 5_000 } as const;

export interface ChaosArguments {
  readonly changes: number;
  readonly seed: number;
  readonly kubernetes: keyof typeof usualChanges;
  readonly json: boolean;
}

/** What the command line asks for; a text with the reason where it makes no sense. */
export function chaosArguments(args: readonly string[]): ChaosArguments | string {
  const parsed = parse(args);
  if (typeof parsed === "string") return parsed;
  const { values, positionals } = parsed;
  const { kubernetes, json } = values;
  if (positionals.join(" ") !== "stream") return `there is no "${positionals.join(" ")}"`;
  if (kubernetes !== "simulated" && kubernetes !== "real") {
    return `--kubernetes wants "simulated" or "real", not "${kubernetes}"`;
  }
  const changes = Number(values.changes ?? usualChanges[kubernetes]);
  const seed = Number(values.seed);
  if (![changes, seed].every((number) => Number.isSafeInteger(number) && number > 0)) {
    return "numbers have to be whole and above 0";
  }
  return { changes, seed, kubernetes, json };
}

function parse(args: readonly string[]) {
  try {
    return parseArgs({
      args: [...args],
      allowPositionals: true,
      options: {
        changes: { type: "string" },
        seed: { type: "string", default: "1" },
        kubernetes: { type: "string", default: "simulated" },
        json: { type: "boolean", default: false },
      },
    });
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}
