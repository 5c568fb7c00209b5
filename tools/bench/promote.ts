import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";

import { z } from "zod";

import type { PlanResponse } from "#contracts/api/plan.ts";
import { startWorld } from "#tools/demo/start-world.ts";
import type { World } from "#tools/demo/start-world.ts";

import type { BenchOptions, BenchResult } from "./bench.ts";
import { BranchWatch } from "./branch-watch.ts";
import { injectedMs } from "./far-git-server.ts";
import { spread } from "./figure.ts";
import {
  deploymentFile,
  generatedFiles,
  generatedServices,
  withTag,
} from "./generated-services.ts";
import type { GeneratedService } from "./generated-services.ts";
import { GitClone } from "./git-clone.ts";
import { PromotionApi } from "./promotion-api.ts";
import type { ReleaseWatch } from "./promotion-api.ts";
import { signIn } from "./sign-in.ts";
import { timed } from "./timed.ts";

const longestStartMs = 120_000;
const git = z.object({
  git: z.object({ url: z.string(), user: z.string(), password: z.string() }),
});
const services = generatedServices(500);
/** Where the cluster's manifests are in the repository. */
const root = "clusters/dev";
const newTag = "1.0.1";

/** The whole product and git promote in turns to the same cluster, in the same repository of 500 services. */
export async function benchPromote(options: BenchOptions): Promise<BenchResult> {
  const { report, signal } = options;
  const folder = await mkdtemp(join(tmpdir(), "stagecoach-bench-"));
  try {
    const world = await startWorld({
      dataDir: join(folder, "data"),
      webPort: null,
      configRepo: await writeManifests(join(folder, "manifests")),
      // The demo looks at registries and branches every few seconds; a real installation does as its defaults say.
      environment: {
        SANDBOX_GIT_DELAY: String(injectedMs),
        IMAGE_SCAN_SECONDS: "60",
        BRANCH_POLL_SECONDS: "30",
      },
      report,
      say: report,
      signal,
    });
    try {
      return await Promise.race([measure({ world, folder, options }), world.failed]);
    } finally {
      await world.close();
    }
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

async function writeManifests(folder: string): Promise<string> {
  for (const [path, text] of generatedFiles(services)) {
    const file = join(folder, root, path);
    await mkdir(dirname(file), { recursive: true });
    await writeFile(file, text);
  }
  return folder;
}

async function measure(bench: {
  readonly world: World;
  readonly folder: string;
  readonly options: BenchOptions;
}): Promise<BenchResult> {
  const { world, folder, options } = bench;
  const stop = new AbortController();
  try {
    const sides = await openSides(world, folder, AbortSignal.any([stop.signal, options.signal]));
    await untilPlanned(sides);
    const times = await inTurns(sides, options);
    return {
      peer: "git",
      figures: [
        ...spread("plan", { ours: times.plan, peer: null }),
        ...spread("click to commit on the remote", { ours: times.commit, peer: times.git }),
        ...spread("click to running pods", { ours: times.pods, peer: null }),
      ],
    };
  } finally {
    stop.abort();
  }
}

interface Sides {
  readonly api: PromotionApi;
  readonly target: string;
  readonly releases: ReleaseWatch;
  readonly branch: BranchWatch;
  readonly clone: GitClone;
}

async function openSides(world: World, folder: string, signal: AbortSignal): Promise<Sides> {
  const browser = await signIn(world.url, "ana");
  const api = new PromotionApi(browser, { web: world.url, organization: "acme" });
  const { url, user, password } = git.parse(world.sandbox).git;
  const remote = new URL(`${url}/acme/config.git`);
  [remote.username, remote.password] = [user, password];
  return {
    api,
    target: await api.clusterId("dev"),
    releases: await api.listen(signal),
    branch: new BranchWatch(join(folder, "data", "sandbox", "git", "acme", "config.git"), "main"),
    clone: await GitClone.make(remote.href, join(folder, "clone")),
  };
}

/** The registry is scanned and the agent has reported once a plan has something to change. */
async function untilPlanned(sides: Sides): Promise<void> {
  const deadline = performance.now() + longestStartMs;
  for (;;) {
    const plan = await requestPlan(sides, 0);
    if (isPromotion(plan) && plan.items[0]?.running !== null) return;
    if (performance.now() > deadline) throw new Error(`no plan to promote: ${describe(plan)}`);
    await sleep(500);
  }
}

async function inTurns(sides: Sides, { runs, signal, report }: BenchOptions) {
  const times: Record<"plan" | "commit" | "pods" | "git", number[]> = {
    plan: [],
    commit: [],
    pods: [],
    git: [],
  };
  for (let run = 0; run < runs; run += 1) {
    signal.throwIfAborted();
    const { plan, commit, pods } = await promote(sides, run);
    times.plan.push(plan);
    times.commit.push(commit);
    times.pods.push(pods);
    times.git.push(await timed(() => changeByHand(sides.clone, run)));
    report(
      `run ${run + 1} of ${runs}: ${Math.round(commit)} ms to the commit, ${Math.round(pods)} ms to running pods`,
    );
  }
  return times;
}

async function promote(sides: Sides, run: number) {
  const planStart = performance.now();
  const plan = await requestPlan(sides, run);
  if (!isPromotion(plan)) throw new Error(`there is nothing to promote: ${describe(plan)}`);
  const tip = await sides.branch.tip();
  const click = performance.now();
  const moved = sides.branch.moved(tip);
  const [committed, end] = await Promise.all([
    moved,
    sides.api.release(plan.id).then((number) => sides.releases.end(number)),
  ]);
  if (end.status !== "succeeded") throw new Error(`a release ${end.status}: ${end.error}`);
  return { plan: click - planStart, commit: committed - click, pods: end.at - click };
}

function requestPlan({ api, target }: Sides, run: number): Promise<PlanResponse> {
  const { namespace, name } = oursAt(run);
  const workload = `${namespace}:deployment/${name}`;
  return api.plan({
    target,
    source: { kind: "image-repo" },
    selection: [{ workload, containers: [{ name, tag: newTag }] }],
  });
}

function changeByHand(clone: GitClone, run: number): Promise<void> {
  const file = `${root}/${deploymentFile(theirsAt(run))}`;
  return clone.change([file], (text) => withTag(text, newTag));
}

function isPromotion({ status, items }: PlanResponse): boolean {
  return status === "ready" && items.some(({ outcome }) => outcome === "update");
}

function describe({ status, error, items }: PlanResponse): string {
  const reasons = items.map(({ outcome, reason }) => `${outcome} ${reason?.text ?? ""}`);
  return [status, error, ...reasons].filter(Boolean).join(", ");
}

/** Each run is about another service, and both sides about services of their own. */
function oursAt(run: number): GeneratedService {
  return serviceAt(run);
}

function theirsAt(run: number): GeneratedService {
  return serviceAt(services.length - 1 - run);
}

function serviceAt(index: number): GeneratedService {
  const service = services.at(index % services.length);
  if (!service) throw new Error("there are no services");
  return service;
}
