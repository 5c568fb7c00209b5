import { rm } from "node:fs/promises";
import { dirname, resolve } from "node:path";

import { findKubernetesPrograms } from "#test/kubernetes/programs.ts";
import { checks, unitReport } from "#tools/verify/checks.ts";
import { describeResult, runChecks } from "#tools/verify/run-checks.ts";

import { findBrowser } from "./browser.ts";
import { installFromDebian } from "./debian.ts";
import { findProgram } from "./find-program.ts";
import { startRedis } from "./redis.ts";
import { runVisibly } from "./run-visibly.ts";
import { addTallies, tallyPlaywright, tallyVitest } from "./tally.ts";
import type { Tally } from "./tally.ts";

const reports = ".stagecoach/test";
const mainJourneys = ["promote.spec", "promote-all.spec", "broken.spec", "live.spec"];
const nothing: Tally = { passed: 0, failed: 0 };

/** Every check that needs no service; each counts as one, the unit tests one by one. */
export async function runVerify(): Promise<Tally> {
  await rm(unitReport, { force: true });
  const results = await runChecks(await checks(), (result) => say(describeResult(result)));
  const tallies = results.map(async ({ name, ok }) =>
    name === "unit tests"
      ? tallyVitest(unitReport, ok ? 0 : 1)
      : { passed: ok ? 1 : 0, failed: ok ? 0 : 1 },
  );
  return addTallies(await Promise.all(tallies));
}

/** The integration tests on an embedded Postgres, with the queue in Postgres too. */
export async function runIntegration(): Promise<Tally> {
  await findSshKeygen();
  return runVitest({
    project: "int",
    report: `${reports}/integration.json`,
    filters: [],
    env: { REDIS_URL: undefined },
  });
}

/** Once more what speaks to a queue or a bus, and the main journeys, now with Redis. */
export async function runOnRedis(): Promise<Tally> {
  const redis = await startRedis();
  if (redis === null) {
    return missing("Redis: install redis-server (Debian: apt-get install redis-server)");
  }
  const env = { REDIS_URL: redis.url };
  try {
    const filters = ["adapters/queue", "adapters/bus", "workers", "app"];
    const integration = await runVitest({
      project: "int",
      report: `${reports}/redis.json`,
      filters,
      env,
    });
    const journeys = await runPlaywright({
      report: `${reports}/redis-journeys.json`,
      specs: mainJourneys,
      env,
    });
    return addTallies([integration, journeys]);
  } finally {
    await redis.close();
  }
}

/** The agent, the sandbox and the main journeys on control planes that are none of ours. */
export async function runOnKubernetes(): Promise<Tally> {
  const programs = await findKubernetesPrograms(say);
  if (programs === null) return missing("Kubernetes: install Go, or set KUBEBUILDER_ASSETS");
  const env = { KUBEBUILDER_ASSETS: dirname(programs.apiServer), STAGECOACH_KUBERNETES: "real" };
  const report = `${reports}/kubernetes.json`;
  const tests = await runVitest({ project: "kube", report, filters: [], env });
  const journeys = await runPlaywright({
    report: `${reports}/kubernetes-journeys.json`,
    specs: mainJourneys,
    env,
  });
  return addTallies([tests, journeys]);
}

/** The journeys through the whole product, in a browser. */
export function runEndToEnd(): Promise<Tally> {
  const env = { REDIS_URL: undefined };
  return runPlaywright({ report: `${reports}/end-to-end.json`, specs: [], env });
}

interface Suite {
  readonly report: string;
  readonly env: Readonly<Record<string, string | undefined>>;
}

async function runPlaywright({
  report,
  specs,
  env,
}: Suite & { readonly specs: readonly string[] }): Promise<Tally> {
  const config = "e2e/playwright.config.ts";
  const browser = await findBrowser();
  if (browser === null) return missing("a browser: install Chrome or Chromium");
  await rm(report, { force: true });
  const code = await runVisibly({
    command: ["playwright", "test", "--config", config, "--reporter=list,json", ...specs],
    env: { ...env, STAGECOACH_CHROMIUM: browser, PLAYWRIGHT_JSON_OUTPUT_NAME: resolve(report) },
  });
  return tallyPlaywright(report, code);
}

async function runVitest({
  project,
  report,
  filters,
  env,
}: Suite & { readonly project: string; readonly filters: readonly string[] }): Promise<Tally> {
  await rm(report, { force: true });
  const code = await runVisibly({
    command: [
      "vitest",
      "run",
      `--project=${project}`,
      "--passWithNoTests",
      "--reporter=default",
      "--reporter=json",
      `--outputFile.json=${report}`,
      ...filters,
    ],
    env,
  });
  return tallyVitest(report, code);
}

/** git verifies signed commits with it; the tests that need it say so where it is missing. */
async function findSshKeygen(): Promise<void> {
  if (findProgram("ssh-keygen") === null) await installFromDebian("openssh-client");
}

/** In CI nothing may be left out; elsewhere it is said. */
function missing(what: string): Tally {
  const inCi = process.env["CI"] === "true";
  say(`${inCi ? "FAIL" : "left out"}  ${what}`);
  return inCi ? { passed: 0, failed: 1 } : nothing;
}

function say(line: string): void {
  process.stdout.write(`${line}\n`);
}
