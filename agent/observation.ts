import type { AgentFrame, Cursor } from "#contracts/agent-protocol.ts";
import { errorText } from "#contracts/log.ts";
import type { Log } from "#contracts/log.ts";

import { ProjectWindows } from "./engines/project-windows.ts";
import type { KubeClient } from "./kube/kube-client.ts";
import type { WorkloadRecord } from "./project/workload-record.ts";
import { ChangeFeed } from "./state/change-feed.ts";
import { ClusterView } from "./state/cluster-view.ts";
import { BurstGate } from "./stream/burst-gate.ts";
import { DeltaLog } from "./stream/delta-log.ts";
import { StatePump } from "./stream/state-pump.ts";
import type { StreamTuning } from "./stream/stream-tuning.ts";
import { BuiltInSync } from "./sync/built-in-sync.ts";
import { ClusterWatches } from "./watch/cluster-watches.ts";
import type { WatchTuning } from "./watch/watch-tuning.ts";

/** What the agent knows of its cluster, whether or not anyone is connected. */
export class Observation {
  readonly watches: ClusterWatches;
  readonly sync: BuiltInSync;
  readonly windows: ProjectWindows;
  readonly pump: StatePump;
  readonly #view: ClusterView;
  readonly #feed: ChangeFeed;
  readonly #deltas: DeltaLog;
  readonly #gate: BurstGate;
  readonly #log: Log;
  readonly #ready: () => void;
  #isReady = false;
  #tellsLogs = false;

  constructor(options: {
    readonly client: KubeClient;
    /** The namespaces to look at; empty for the whole cluster. */
    readonly namespaces: readonly string[];
    /** The agent's own. */
    readonly namespace: string;
    readonly log: Log;
    /** Called once, when the first snapshot is stored on the other side. */
    readonly ready: () => void;
    readonly streamTuning: StreamTuning;
    readonly watchTuning: WatchTuning;
  }) {
    const { client, namespaces, namespace, log, ready, streamTuning, watchTuning } = options;
    this.#log = log;
    this.#ready = ready;
    this.sync = new BuiltInSync({ client, namespace });
    this.#view = new ClusterView({
      changed: (uid) => this.#changed(uid),
      appliedRevision: (key) => this.sync.appliedRevision(key),
      tellsLogs: () => this.#tellsLogs,
      shutWindow: (application) => this.windows.hold(application),
    });
    this.#feed = new ChangeFeed(this.#view);
    this.#deltas = new DeltaLog(streamTuning.logBytes);
    this.pump = new StatePump({ feed: this.#feed, log: this.#deltas });
    const { firstChangeMs: firstMs, coalesceMs: batchMs } = streamTuning;
    this.#gate = new BurstGate({ firstMs, batchMs, flush: () => this.pump.flush() });
    this.watches = new ClusterWatches({
      client,
      namespaces,
      view: this.#view,
      log,
      tuning: watchTuning,
    });
    this.windows = new ProjectWindows({
      client,
      namespaces,
      applications: () => this.engines().filter(({ kind }) => kind === "application"),
      changed: (uid) => this.#view.engineChanged(uid),
    });
  }

  /** Watches until the signal aborts; nothing is told before every watch is complete. */
  async run(signal: AbortSignal): Promise<void> {
    void this.watches.settled().then(() => this.pump.open());
    this.sync.load(signal).then(
      () => this.review(),
      (error: unknown) =>
        this.#log("warning", "what was synced before is not known", { error: errorText(error) }),
    );
    const judging = this.watches.settled().then(() => this.windows.run(signal));
    await Promise.all([this.watches.run(signal), judging]);
  }

  /** Takes note of what is stored on the other side. */
  acknowledge(cursor: Cursor): void {
    this.#deltas.acknowledge(cursor);
    if (this.#isReady || cursor.epoch !== this.#deltas.epoch) return;
    this.#isReady = true;
    this.#ready();
  }

  /** Whether containers' last lines are part of what is said of them: only where the agent may read logs. */
  tellLogs(may: boolean): void {
    if (may === this.#tellsLogs) return;
    this.#tellsLogs = may;
    this.review();
  }

  /** Looks at every workload again: the sync may have changed what is said of them. */
  review(): void {
    for (const uid of this.#view.uids()) this.#changed(uid);
  }

  /** Makes the next thing that is told a snapshot. */
  tellAnew(): void {
    this.#deltas.drop();
    this.pump.flush();
  }

  /** The objects of Flux and Argo CD, and the sources of these. */
  engines(): readonly WorkloadRecord[] {
    return this.#view.engines();
  }

  /** How many workloads are known. */
  get workloads(): number {
    return [...this.#view.uids()].length;
  }

  heartbeat(): AgentFrame {
    const now = performance.now();
    return {
      type: "heartbeat",
      watches: this.watches.health.map(({ resource, synced, heardAt }) => ({
        resource,
        synced,
        ageMs: heardAt === null ? null : Math.round(now - heardAt),
      })),
    };
  }

  #changed(uid: string): void {
    this.#feed.mark(uid);
    this.#gate.changed();
  }
}
