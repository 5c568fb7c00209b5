import { randomUUID } from "node:crypto";
import { setTimeout as sleep } from "node:timers/promises";

import { z } from "zod";

import type { AgentCommand, AgentFrame, Cursor } from "#contracts/agent-protocol.ts";

import type { Config } from "./config.ts";
import { createFileIdentityStore } from "./identity/file-identity-store.ts";
import { openIdentity } from "./identity/open-identity.ts";
import { openClusterAccess } from "./kube/cluster-access.ts";
import { createKubeClient } from "./kube/kube-client.ts";
import type { KubeClient } from "./kube/kube-client.ts";
import { errorText } from "./log.ts";
import type { Log } from "./log.ts";
import { ChangeFeed } from "./state/change-feed.ts";
import { ClusterView } from "./state/cluster-view.ts";
import { CommandQueue } from "./stream/command-queue.ts";
import type { Outcome } from "./stream/command-queue.ts";
import { DeltaLog } from "./stream/delta-log.ts";
import { createGatewayAgent } from "./stream/gateway-agent.ts";
import { GatewayStream } from "./stream/gateway-stream.ts";
import { StatePump } from "./stream/state-pump.ts";
import { defaultStreamTuning } from "./stream/stream-tuning.ts";
import type { StreamTuning } from "./stream/stream-tuning.ts";
import { BuiltInSync } from "./sync/built-in-sync.ts";
import { ClusterWatches } from "./watch/cluster-watches.ts";
import { defaultWatchTuning } from "./watch/watch-tuning.ts";
import type { WatchTuning } from "./watch/watch-tuning.ts";

const agentVersion = "0.1.0";
const settleMs = 20_000;
const rightsCheckMs = 5_000;

export interface AgentOptions {
  readonly config: Config;
  readonly env: NodeJS.ProcessEnv;
  readonly log: Log;
  /** Called once, when the first snapshot is stored on the other side. */
  readonly ready: () => void;
  readonly signal: AbortSignal;
  readonly tuning?: {
    readonly stream?: Partial<StreamTuning>;
    readonly watch?: Partial<WatchTuning>;
  };
}

/** Runs the agent until the signal aborts. Throws what keeps it from starting. */
export async function runAgent(options: AgentOptions): Promise<void> {
  const { config, env, log, signal } = options;
  const client = createKubeClient(await openClusterAccess(config.kubeconfig, env));
  const agent = await createGatewayAgent({ url: config.gateway, caFile: config.caFile, env });
  const identity = await openIdentity({
    store: createFileIdentityStore(config.stateDir),
    token: config.enrolmentToken,
    gateway: config.gateway,
    agent,
    log,
    signal,
  });
  const parts = assemble(options, client);
  const watching = parts.watches.run(signal);
  const settled = parts.watches.settled().then(() => parts.pump.open());
  await Promise.race([settled, sleep(settleMs, undefined, { signal })]).catch(() => undefined);
  const kubernetesVersion = await readVersion(client, { log, signal });
  const instanceId = randomUUID();
  const stream = new GatewayStream({
    url: config.gateway,
    agent,
    identity,
    log,
    tuning: parts.tuning,
    introduce: () => ({
      instanceId,
      agentVersion,
      kubernetesVersion,
      missingRights: parts.watches.missingRights,
    }),
    pump: parts.pump,
    acknowledged: parts.acknowledged,
    command: (id, command) => commands.take(id, command),
    heartbeat: () => heartbeatOf(parts.watches),
    misunderstood: () => parts.deltas.drop(),
  });
  const commands: CommandQueue = new CommandQueue({
    execute: (command) => execute(command, { ...parts, stream, options }),
    send: (frame) => stream.send(frame),
    log,
  });
  const stopChecking = reconnectOnNewRights(parts.watches, stream);
  await Promise.all([watching, stream.run(signal)]);
  stopChecking();
  await commands.idle();
  client.close();
  agent.destroy();
}

interface Parts {
  readonly watches: ClusterWatches;
  readonly sync: BuiltInSync;
  readonly pump: StatePump;
  readonly deltas: DeltaLog;
  readonly tuning: StreamTuning;
  /** Has every workload looked at again. */
  readonly review: () => void;
  readonly acknowledged: (cursor: Cursor) => void;
}

/** What watches the cluster and keeps the state, before anyone is connected. */
function assemble({ log, ready, tuning = {}, signal }: AgentOptions, client: KubeClient): Parts {
  const streamTuning = { ...defaultStreamTuning, ...tuning.stream };
  const isGone: ClusterWatches["isGone"] = (object) => watches.isGone(object);
  const sync = new BuiltInSync({ client, isGone });
  const view = new ClusterView({
    changed,
    appliedRevision: (key) => sync.appliedRevision(key),
  });
  const feed = new ChangeFeed(view);
  const deltas = new DeltaLog(streamTuning.logBytes);
  const pump = new StatePump({ feed, log: deltas });
  const watches = new ClusterWatches({
    client,
    view,
    log,
    tuning: { ...defaultWatchTuning, ...tuning.watch },
  });
  let timer: NodeJS.Timeout | null = null;
  let isReady = false;

  function changed(uid: string): void {
    feed.mark(uid);
    timer ??= setTimeout(() => {
      timer = null;
      pump.flush();
    }, streamTuning.coalesceMs);
  }

  function review(): void {
    for (const uid of view.uids()) changed(uid);
  }

  sync.load(signal).then(review, (error: unknown) => {
    log("warning", "what was synced before is not known", { error: errorText(error) });
  });
  return {
    watches,
    sync,
    pump,
    deltas,
    review,
    tuning: streamTuning,
    acknowledged(cursor) {
      deltas.acknowledge(cursor);
      if (isReady || cursor.epoch !== deltas.epoch) return;
      isReady = true;
      ready();
    },
  };
}

async function execute(
  command: AgentCommand,
  {
    watches,
    sync,
    deltas,
    pump,
    review,
    stream,
    options,
  }: Parts & {
    readonly stream: GatewayStream;
    readonly options: AgentOptions;
  },
): Promise<Outcome> {
  switch (command.name) {
    case "relist":
      watches.relist();
      deltas.drop();
      pump.flush();
      return { ok: true, message: "everything is listed anew", sync: null };
    case "sync": {
      if (options.config.sync === "off") {
        return { ok: true, message: "this agent does not sync: something else does", sync: null };
      }
      const content = await stream.fetchContent(command.digest);
      const outcome = await sync.run(command, { content, signal: options.signal });
      review();
      return outcome;
    }
  }
}

function heartbeatOf(watches: ClusterWatches): AgentFrame {
  const now = performance.now();
  return {
    type: "heartbeat",
    watches: watches.health.map(({ resource, synced, heardAt }) => ({
      resource,
      synced,
      ageMs: heardAt === null ? null : Math.round(now - heardAt),
    })),
  };
}

/** Rights are reported when a connection is made, so a change of them makes a new one. */
function reconnectOnNewRights(watches: ClusterWatches, stream: GatewayStream): () => void {
  let reported = watches.missingRights.join();
  const timer = setInterval(() => {
    const missing = watches.missingRights.join();
    if (missing !== reported) stream.reconnect();
    reported = missing;
  }, rightsCheckMs);
  return () => clearInterval(timer);
}

async function readVersion(
  client: KubeClient,
  { log, signal }: { readonly log: Log; readonly signal: AbortSignal },
): Promise<string> {
  try {
    const answer = await client.send({ path: "/version", signal });
    return z.object({ gitVersion: z.string() }).parse(answer).gitVersion;
  } catch (error) {
    log("warning", "the cluster's version is not known", { error: errorText(error) });
    return "unknown";
  }
}
