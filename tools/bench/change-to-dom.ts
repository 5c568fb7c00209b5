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
import { Polling } from "./polling.ts";

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

/** From a write's answer to the cell in a browser that shows it, beside `watch kubectl get` of the same objects. */
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
  const kubeconfig = world.agents.find(({ cluster }) => cluster === "dev")?.kubeconfig;
  if (kubeconfig === undefined) throw new Error("The world has no cluster dev.");
  const client = createKubeClient(await openClusterAccess(kubeconfig, process.env));
  const write = new ProbeWriter(client, options.signal);
  await write.create();
  const polls = [
    new Polling({ client, path: `${deployment.folder}/probe`, numberIn }),
    new Polling({ client, path: `${pod.folder}/probe`, numberIn }),
  ] as const;
  const cells = await openCellWatch(world.url, [deployment.row, pod.row]);
  try {
    const [workloads, pods] = await inTurns({ write, polls, cells, options });
    const both = {
      ours: [...workloads.ours, ...pods.ours],
      peer: [...workloads.peer, ...pods.peer],
    };
    return {
      peer: "watch kubectl get",
      figures: [
        ...spread("change to cell", both),
        ...spread("of a workload", workloads),
        ...spread("of a pod", pods),
      ],
    };
  } finally {
    await cells.close();
    await Promise.all(polls.map((poll) => poll.close()));
    client.close();
  }
}

interface Change {
  /** What the cell shows of it. */
  readonly text: string;
  readonly make: () => Promise<unknown>;
}

interface Times {
  readonly ours: readonly number[];
  readonly peer: readonly number[];
}

/** Times of one kind of change; the peer's come long after ours. */
class Series {
  readonly #ours: number[] = [];
  readonly #peer: Promise<number>[] = [];
  readonly #row: string;
  readonly #poll: Polling;
  readonly #cells: CellWatch;

  constructor(row: string, { poll, cells }: { readonly poll: Polling; readonly cells: CellWatch }) {
    this.#row = row;
    this.#poll = poll;
    this.#cells = cells;
  }

  /** Makes the change with this number; resolves when it is shown. */
  async add(at: number, change: Change): Promise<void> {
    const shown = this.#cells.shows(this.#row, change.text);
    const seen = this.#poll.sees(at);
    await change.make();
    const writtenAt = performance.timeOrigin + performance.now();
    this.#ours.push((await shown) - writtenAt);
    this.#peer.push(seen.then((seenAt) => seenAt - writtenAt));
    await sleep(Math.random() * longestPauseMs);
  }

  async times(): Promise<Times> {
    return { ours: this.#ours, peer: await Promise.all(this.#peer) };
  }
}

/** A workload and a pod change in turns, each when the change before it is shown. */
async function inTurns(measured: {
  readonly write: ProbeWriter;
  readonly polls: readonly [Polling, Polling];
  readonly cells: CellWatch;
  readonly options: BenchOptions;
}): Promise<readonly [Times, Times]> {
  const { write, polls, cells, options } = measured;
  const workloads = new Series(deployment.row, { poll: polls[0], cells });
  const pods = new Series(pod.row, { poll: polls[1], cells });
  for (let at = 0; at < options.runs * changesPerRun; at += 1) {
    options.signal.throwIfAborted();
    await workloads.add(at, write.image(at));
    await pods.add(at, write.readiness(at));
    if ((at + 1) % changesPerRun === 0) options.report(`${2 * (at + 1)} changes shown`);
  }
  return [await workloads.times(), await pods.times()];
}

/** Every change leaves its number in the object. */
function numberIn(answer: string): number | null {
  const numbers = [...answer.matchAll(/probe-number-(\d+)/g)].map(([, number]) => Number(number));
  return numbers.length === 0 ? null : Math.max(...numbers);
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
    const text = `number-${at}`;
    const image = `registry.acme.test/bench/probe:probe-${text}`;
    const patch = { spec: { template: { spec: { containers: [{ name: "probe", image }] } } } };
    return { text, make: () => this.#merge(`${deployment.folder}/probe`, patch) };
  }

  readiness(at: number): Change {
    const isReady = at % 2 === 0;
    const state = isReady ? { running: {} } : { waiting: { reason: "CrashLoopBackOff" } };
    const ready = {
      type: "Ready",
      status: isReady ? "True" : "False",
      message: `probe-number-${at}`,
    };
    const containerStatuses = [
      { name: "probe", ready: isReady, restartCount: at, state, image: "", imageID: "" },
    ];
    const patch = { status: { phase: "Running", conditions: [ready], containerStatuses } };
    const text = isReady ? "1/1" : "crash";
    return { text, make: () => this.#merge(`${pod.folder}/probe/status`, patch) };
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
