import { join } from "node:path";

import { stopRequest } from "#tools/demo/stop-request.ts";

import { fuzzArguments } from "./arguments.ts";
import type { FuzzArguments } from "./arguments.ts";
import { readProgress, writeProgress } from "./progress.ts";
import { targets } from "./targets.ts";
import { watchedRuns } from "./watched-runs.ts";
import type { FuzzOutcome } from "./watched-runs.ts";

const usage = `npm run fuzz -- NAME [--runs N] [--seed S] [--from RUN] [--resume], NAME one of: ${[...targets.keys()].join(", ")}`;

function progressFile(name: string): string {
  return join(".stagecoach", "fuzz", `${name}.json`);
}

function say(line: string): void {
  process.stderr.write(`${line}\n`);
}

async function fuzz({ name, work }: FuzzArguments): Promise<FuzzOutcome> {
  const { seed, next: from, until } = work;
  const start = performance.now();
  let said = 0;
  function onProgress(run: number): void {
    const seconds = (performance.now() - start) / 1000;
    if (seconds - said < 5) return;
    said = seconds;
    writeProgress(progressFile(name), { ...work, next: run });
    say(`${name}: run ${run} of ${until}, ${Math.round((run - from) / seconds)} runs/s`);
  }
  const script = new URL("./worker.ts", import.meta.url);
  const signal = stopRequest();
  const outcome = await watchedRuns({
    name,
    seed,
    from,
    runs: until - from,
    script,
    signal,
    onProgress,
  });
  const next = outcome.kind === "held" ? until : outcome.run;
  writeProgress(progressFile(name), { ...work, next });
  const seconds = (performance.now() - start) / 1000;
  say(`${name}: ${next - from} runs held in ${seconds.toFixed(1)} s, seed ${seed}, from ${from}`);
  return outcome;
}

const wanted = fuzzArguments(process.argv.slice(2), {
  names: [...targets.keys()],
  progressOf: (name) => readProgress(progressFile(name)),
});
if (typeof wanted === "string") {
  say(`${wanted}\n${usage}`);
  process.exit(2);
}
const outcome = await fuzz(wanted);
if (outcome.kind === "failed") {
  const { name, work } = wanted;
  say(`run ${outcome.run} failed: ${outcome.reason}`);
  say(`again: npm run fuzz -- ${name} --seed ${work.seed} --from ${outcome.run} --runs 1`);
}
process.exit(outcome.kind === "held" ? 0 : 1);
