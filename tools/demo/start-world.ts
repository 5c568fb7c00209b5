import { mkdir } from "node:fs/promises";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";

import { migrate } from "#adapters/store/migrate.ts";
import { startControlPlanes } from "#test/kubernetes/control-planes.ts";
import { startPostgres } from "#tools/postgres/start-postgres.ts";
import type { RunningPostgres } from "#tools/postgres/start-postgres.ts";

import {
  agentEnvironment,
  gatewayUrl,
  productEnvironment,
  sandboxEnvironment,
  sandboxReady,
  seedResult,
  webUrl,
} from "./environment.ts";
import type { Environment, SandboxAddresses, SeededAgent, Setting } from "./environment.ts";
import { residentMegabytes } from "./memory.ts";
import { choosePorts } from "./ports.ts";
import { programs as realPrograms } from "./programs.ts";
import type { Programs } from "./programs.ts";
import { runOnce } from "./run-once.ts";
import { loadSecrets } from "./secrets.ts";
import { Stack } from "./stack.ts";
import { buildWeb } from "./web-build.ts";

export interface WorldOptions {
  /** Everything that lasts is kept here; the caller sees to it that nobody else uses it. */
  readonly dataDir: string;
  /** The web's port, or the next free one after it; null takes any. */
  readonly webPort: number | null;
  /** A folder of manifests to fill the sample clusters from. */
  readonly configRepo?: string | null;
  /** Whether the first three sample clusters are real control planes. */
  readonly realKubernetes?: boolean;
  /** Told how the start goes on. */
  readonly report?: (line: string) => void;
  /** Told what the processes complain about, and of their restarts. */
  readonly say?: (line: string) => void;
  /** More variables for every process, such as REDIS_URL. */
  readonly environment?: Readonly<Record<string, string>>;
  /** Stand-ins for the processes, without a build of the web: to test this runner. */
  readonly programs?: Programs;
  /** Breaks the start off; a world that is up is stopped by closing it. */
  readonly signal?: AbortSignal;
}

/** The product with everything around it, running. */
export interface World {
  readonly url: string;
  readonly gatewayUrl: string;
  /** The sandbox's addresses, as it printed them. */
  readonly sandbox: SandboxAddresses;
  readonly agents: readonly SeededAgent[];
  readonly database: RunningPostgres;
  /** The variables that web, gateway and workers run with. */
  readonly environment: Environment;
  /** Rejects when a part died for good; never resolves. */
  readonly failed: Promise<never>;
  /** The process id of one part, such as "workers" or "agent dev". */
  readonly pid: (name: string) => number | undefined;
  readonly residentMegabytes: () => Promise<number>;
  /** Stops everything in order and waits until it is gone. */
  readonly close: () => Promise<void>;
}

/**
 * Starts the whole product: embedded Postgres, the sandbox, web, gateway, workers and one agent per
 * sample cluster. Whatever was started is stopped again when the start fails.
 */
export async function startWorld(options: WorldOptions): Promise<World> {
  const { dataDir, say = ignore } = options;
  await mkdir(dataDir, { recursive: true });
  const stack = new Stack({ logFolder: join(dataDir, "logs"), say });
  const starting = start(options, stack);
  try {
    return await unlessAborted(starting, options.signal);
  } catch (error) {
    await stack.close();
    await starting.catch(ignore);
    await stack.close();
    throw error;
  }
}

async function unlessAborted<T>(work: Promise<T>, signal: AbortSignal | undefined): Promise<T> {
  if (!signal) return work;
  signal.throwIfAborted();
  const aborted = Promise.withResolvers<never>();
  function abort(): void {
    aborted.reject(signal?.reason);
  }
  signal.addEventListener("abort", abort, { once: true });
  return Promise.race([work, aborted.promise]).finally(() => {
    signal.removeEventListener("abort", abort);
  });
}

async function start(options: WorldOptions, stack: Stack): Promise<World> {
  const { dataDir, report = ignore, programs = realPrograms } = options;
  const secrets = await loadSecrets(dataDir);
  const { ports, releaseWeb } = await choosePorts({ dataDir, web: options.webPort });
  const setting: Setting = { dataDir, ports, secrets };
  const prepared = await prepare({ options, setting, stack, report }).finally(releaseWeb);
  const { database, sandbox, agents, environment, webBuild } = prepared;
  const productEnv = { ...environment, STAGECOACH_WEB_BUILD: webBuild };
  await startProduct({ programs, environment: productEnv, setting, stack, report });
  await startAgents({ args: programs.agent, agents, stack, report });
  const failed = stack.failed();
  failed.catch(ignore);
  return {
    sandbox,
    agents,
    database,
    environment,
    failed,
    url: webUrl(setting),
    gatewayUrl: gatewayUrl(setting),
    pid: (name) => stack.pid(name),
    residentMegabytes: () => residentMegabytes(stack.pids()),
    close: () => stack.close(),
  };
}

/** Everything the product's processes find when they start. */
async function prepare({
  options,
  setting,
  stack,
  report,
}: Step & { readonly options: WorldOptions; readonly setting: Setting }) {
  const { programs = realPrograms, signal } = options;
  const sandboxEnv = {
    ...sandboxEnvironment(setting, options.configRepo ?? null),
    ...(options.realKubernetes && { ...(await startKubernetes({ setting, stack, report })) }),
    ...options.environment,
  };
  const [database, sandbox] = await Promise.all([
    startDatabase({ dataDir: setting.dataDir, stack, report }),
    startSandbox({ args: programs.sandbox, env: sandboxEnv, stack, report }),
  ]);
  const environment = {
    ...productEnvironment({ setting, database, sandbox }),
    ...options.environment,
  };
  const [agents, webBuild] = await Promise.all([
    seed({ args: programs.seed, env: { ...sandboxEnv, ...environment }, sandbox, report, signal }),
    options.programs ? "" : buildWeb({ env: environment, report, signal }),
  ]);
  return { database, sandbox, environment, agents, webBuild };
}

/** The sandbox's variables for real control planes, started anew: the clusters are filled from git anyway. */
async function startKubernetes({
  setting,
  stack,
  report,
}: Step & { readonly setting: Setting }): Promise<Readonly<Record<string, string>>> {
  const { access, ...running } = await startControlPlanes({
    folder: join(setting.dataDir, "kubernetes"),
    names: ["first", "second", "third"],
    say: report,
  });
  stack.keepBeside(running);
  report(`${access.length} real control planes are up`);
  return { SANDBOX_CONTROL_PLANES: JSON.stringify(access) };
}

interface Step {
  readonly stack: Stack;
  readonly report: (line: string) => void;
}

interface ProgramStep extends Step {
  readonly args: readonly string[];
  readonly env: Environment;
}

async function startDatabase({
  dataDir,
  stack,
  report,
}: Step & { readonly dataDir: string }): Promise<RunningPostgres> {
  const database = stack.keep(await startPostgres({ dataDir: join(dataDir, "postgres") }));
  const { ownerUrl } = database;
  const applied = await migrate({ ownerUrl, directory: "prisma/migrations" });
  report(`Postgres is up, ${applied.length} migrations applied`);
  return database;
}

async function startSandbox({ args, env, stack, report }: ProgramStep): Promise<SandboxAddresses> {
  const service = stack.launch({ name: "sandbox", args, env, vital: true });
  await stack.ready();
  const { addresses } = sandboxReady.parse(await service.ready);
  report("sandbox is up: sample clusters, git, image registry, sign-in, mail");
  return addresses;
}

async function seed({
  args,
  env,
  sandbox,
  report,
  signal,
}: Omit<ProgramStep, "stack"> & {
  readonly sandbox: SandboxAddresses;
  readonly signal: AbortSignal | undefined;
}) {
  const printed = await runOnce({
    name: "seeding",
    args,
    signal,
    env: { ...env, SANDBOX_ADDRESSES: JSON.stringify(sandbox) },
  });
  const { agents } = seedResult.parse(JSON.parse(printed.trim().split("\n").at(-1) ?? ""));
  report(`sample organizations are in place, ${agents.length} clusters`);
  return agents;
}

async function startProduct({
  programs,
  environment,
  setting,
  stack,
  report,
}: Step & {
  readonly programs: Programs;
  readonly environment: Environment;
  readonly setting: Setting;
}): Promise<void> {
  const health = `${webUrl(setting)}/api/health`;
  stack.launch({ name: "gateway", args: programs.gateway, env: environment });
  stack.launch({ name: "workers", args: programs.workers, env: environment });
  stack.launch({
    name: "web",
    args: [...programs.web, String(setting.ports.web)],
    env: environment,
    probe: (stopped) => answers(health, stopped),
  });
  await stack.ready();
  report("web, gateway and workers are up");
}

async function startAgents({
  args,
  agents,
  stack,
  report,
}: Step & {
  readonly args: readonly string[];
  readonly agents: readonly SeededAgent[];
}): Promise<void> {
  for (const agent of agents) {
    stack.launch({ name: `agent ${agent.cluster}`, args, env: agentEnvironment(agent) });
  }
  await stack.ready();
  report(`${agents.length} agents are connected`);
}

async function answers(url: string, stopped: AbortSignal): Promise<void> {
  const deadline = AbortSignal.any([stopped, AbortSignal.timeout(60_000)]);
  while (!deadline.aborted) {
    const ok = await fetch(url, { signal: deadline }).then(
      (response) => response.ok,
      () => false,
    );
    if (ok) return;
    await sleep(50);
  }
  throw new Error(`${url} did not answer with success within 60 s`);
}

function ignore(): void {}
