import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";

import { openClusterAccess } from "#agent/kube/cluster-access.ts";
import { createKubeClient } from "#agent/kube/kube-client.ts";
import type { KubeClient } from "#agent/kube/kube-client.ts";
import { startWorld } from "#tools/demo/start-world.ts";
import type { World } from "#tools/demo/start-world.ts";

import type { BenchOptions, BenchResult } from "./bench.ts";
import { openCellWatch } from "./cell-watch.ts";
import type { CellWatch } from "./cell-watch.ts";
import { spread } from "./figure.ts";
import { RawWatch } from "./raw-watch.ts";

/** Changes of each of the two kinds in one run. */
const changesPerRun = 5;
/** Pauses are by chance up to this long, so that changes fall at any time between two batches. */
const longestPauseMs = 250;
const namespace = "bench";
const deployment = {
  row: `${namespace}:deployment/probe`,
  folder: `/apis/apps/v1/namespaces/${namespace}/deployments`,
};
const pod = {
  row: `${namespace}:pod/probe`,
  folder: `/api/v1/namespaces/${namespace}/pods`,
};

/** From a write's answer to the cell in a browser that shows it, beside a plain watch of the same objects. */
export async function benchChangeToDom(options: BenchOptions): Promise<BenchResult> {
  const { report, signal } = options;
  const folder = await mkdtemp(join(tmpdir(), "stagecoach-bench-"));
  try {
    const world = await startWorld({
      dataDir: join(folder, "data"),
      webPort: null,
      environment: { IMAGE_SCAN_SECONDS: "60", BRANCH_POLL_SECONDS: "30" },
      report,
      say: report,
      signal,
    });
    try {
      return await Promise.race([measure(world, options), world.failed]);
    } finally {
      await world.close();
    }
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

async function measure(world: World, options: BenchOptions): Promise<BenchResult> {
  const kubeconfig = world.agents.find(({ cluster }) => cluster === "acme/dev")?.kubeconfig;
  if (kubeconfig === undefined) throw new Error("The world has no cluster acme/dev.");
  const client = createKubeClient(await openClusterAccess(kubeconfig, process.env));
  const write = new ProbeWriter(client, options.signal);
  await write.create();
  const watch = new RawWatch(client, [deployment.folder, pod.folder]);
  const cells = await openCellWatch(world.url, [deployment.row, pod.row]);
  try {
    const workloads = { ours: new Array<number>(), peer: new Array<number>() };
    const pods = { ours: new Array<number>(), peer: new Array<number>() };
    for (let at = 0; at < options.runs * changesPerRun; at += 1) {
      await one({ change: write.image(at), row: deployment.row, watch, cells, into: workloads });
      await one({ change: write.readiness(at), row: pod.row, watch, cells, into: pods });
      if ((at + 1) % changesPerRun === 0) options.report(`${2 * (at + 1)} changes shown`);
    }
    const all = {
      ours: [...workloads.ours, ...pods.ours],
      peer: [...workloads.peer, ...pods.peer],
    };
    return {
      peer: "kubectl -w",
      figures: [
        ...spread("change to cell", all),
        ...spread("of a workload", workloads),
        ...spread("of a pod", pods),
      ],
    };
  } finally {
    await cells.close();
    await watch.close();
    client.close();
  }
}

interface Change {
  /** What the cell shows of it. */
  readonly text: string;
  /** What is in the watch's line of it. */
  readonly mark: string;
  readonly make: () => Promise<unknown>;
}

async function one(measured: {
  readonly change: Change;
  readonly row: string;
  readonly watch: RawWatch;
  readonly cells: CellWatch;
  readonly into: { readonly ours: number[]; readonly peer: number[] };
}): Promise<void> {
  const { change, row, watch, cells, into } = measured;
  const heard = watch.hears(change.mark);
  const shown = cells.shows(row, change.text);
  await change.make();
  const writtenAt = performance.timeOrigin + performance.now();
  into.ours.push((await shown) - writtenAt);
  // The watch may tell of a change before its writer has the answer.
  into.peer.push(Math.max(0.1, (await heard) - writtenAt));
  await sleep(Math.random() * longestPauseMs);
}

/** A Deployment that rolls nothing out, and a pod on a node that nobody runs: nothing else changes them. */
class ProbeWriter {
  readonly #client: KubeClient;
  readonly #signal: AbortSignal;

  constructor(client: KubeClient, signal: AbortSignal) {
    this.#client = client;
    this.#signal = signal;
  }

  async create(): Promise<void> {
    await this.#apply(`/api/v1/namespaces/${namespace}`, { apiVersion: "v1", kind: "Namespace" });
    const labels = { app: "probe" };
    const container = { name: "probe", image: "registry.acme.test/bench/probe:first" };
    await this.#apply(`${deployment.folder}/probe`, {
      apiVersion: "apps/v1",
      kind: "Deployment",
      spec: {
        replicas: 0,
        selector: { matchLabels: labels },
        template: { metadata: { labels }, spec: { containers: [container] } },
      },
    });
    await this.#apply(`${pod.folder}/probe`, {
      apiVersion: "v1",
      kind: "Pod",
      spec: { nodeName: "nobody", containers: [container] },
    });
  }

  image(at: number): Change {
    const text = `probe-${at}`;
    const image = `registry.acme.test/bench/probe:${text}`;
    const patch = { spec: { template: { spec: { containers: [{ name: "probe", image }] } } } };
    return {
      text,
      mark: `${image}"`,
      make: () => this.#merge(`${deployment.folder}/probe`, patch),
    };
  }

  readiness(at: number): Change {
    const isReady = at % 2 === 0;
    const mark = `probe-message-${at}-`;
    const state = isReady ? { running: {} } : { waiting: { reason: "CrashLoopBackOff" } };
    const ready = { type: "Ready", status: isReady ? "True" : "False", message: mark };
    const containerStatuses = [
      { name: "probe", ready: isReady, restartCount: at, state, image: "", imageID: "" },
    ];
    const patch = { status: { phase: "Running", conditions: [ready], containerStatuses } };
    const text = isReady ? "1/1" : "crash";
    return { text, mark, make: () => this.#merge(`${pod.folder}/probe/status`, patch) };
  }

  #apply(path: string, object: object): Promise<unknown> {
    const name = path.split("/").at(-1);
    const content = JSON.stringify({ ...object, metadata: { name } });
    const type = "application/apply-patch+yaml";
    return this.#send(path, { type, content }, { fieldManager: "bench", force: "true" });
  }

  #merge(path: string, patch: object): Promise<unknown> {
    const content = JSON.stringify(patch);
    return this.#send(path, { type: "application/merge-patch+json", content }, {});
  }

  #send(
    path: string,
    body: { readonly type: string; readonly content: string },
    query: Readonly<Record<string, string>>,
  ): Promise<unknown> {
    return this.#client.send({ method: "PATCH", path, query, body, signal: this.#signal });
  }
}
