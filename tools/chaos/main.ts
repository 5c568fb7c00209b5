import { migrate } from "#adapters/store/migrate.ts";
import { figureTable } from "#tools/bench/figure-table.ts";
import { stopRequest } from "#tools/demo/stop-request.ts";
import { startScratchPostgres } from "#tools/postgres/scratch-postgres.ts";

import { chaosArguments, usage } from "./arguments.ts";
import type { ChaosArguments } from "./arguments.ts";
import { openChaosWorld } from "./chaos-world.ts";
import type { ChaosWorld } from "./chaos-world.ts";
import { startRealServer } from "./real-server.ts";
import { startSimulatedServer } from "./simulated-server.ts";
import { streamFigures, isWithinBounds } from "./stream-figures.ts";
import { chaosStream } from "./stream.ts";
import type { StreamOutcome } from "./stream.ts";

const roundChanges = { simulated: 1_000, real: 500 } as const;
const most = 20;

function say(line: string): void {
  process.stderr.write(`${line}\n`);
}

async function chaos(wanted: ChaosArguments, signal: AbortSignal): Promise<StreamOutcome> {
  const { changes, seed, kubernetes } = wanted;
  const database = await startScratchPostgres();
  try {
    await migrate({ ownerUrl: database.ownerUrl, directory: "prisma/migrations" });
    const server = await (kubernetes === "real" ? startRealServer(say) : startSimulatedServer());
    try {
      const world = await openChaosWorld({ server, database });
      try {
        const outcome = await chaosStream({
          world,
          changes,
          seed,
          signal,
          roundChanges: roundChanges[kubernetes],
          report: say,
        });
        if (!isWithinBounds(outcome)) explain(outcome, world, wanted);
        return outcome;
      } finally {
        await world.close();
      }
    } finally {
      await server.close();
    }
  } finally {
    await database.close();
  }
}

function explain(outcome: StreamOutcome, world: ChaosWorld, { seed }: ChaosArguments): void {
  const { lost, phantoms, actions } = outcome;
  for (const line of [...phantoms, ...lost].slice(0, most)) say(line);
  for (const { name, lines } of [world.agent, ...world.gateways]) {
    say(`the last lines of ${name}:\n  ${lines.slice(-most).join("\n  ")}`);
  }
  say(`the last actions:\n  ${actions.join("\n  ")}`);
  say(`seed ${seed}`);
}

const wanted = chaosArguments(process.argv.slice(2));
if (typeof wanted === "string") {
  say(`${wanted}\n${usage}`);
  process.exit(2);
}
const signal = stopRequest();
try {
  const outcome = await chaos(wanted, signal);
  const figures = streamFigures(outcome);
  process.stdout.write(figureTable(figures, "nothing"));
  for (const [name, count] of outcome.faults) say(`${count} × ${name}`);
  if (wanted.json) process.stdout.write(`${JSON.stringify({ bench: "chaos", figures })}\n`);
  process.exitCode = isWithinBounds(outcome) ? 0 : 1;
} catch (error) {
  if (!signal.aborted) throw error;
  say("stopped");
  process.exitCode = 1;
}
