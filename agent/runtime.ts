import { randomUUID } from "node:crypto";
import { setTimeout as sleep } from "node:timers/promises";

import { z } from "zod";

import { agentVersion } from "#contracts/agent-version.ts";
import { errorText } from "#contracts/log.ts";
import type { Log } from "#contracts/log.ts";

import type { Config } from "./config.ts";
import { executeCommand } from "./execute-command.ts";
import { AgentVitals, openHealth } from "./health/agent-vitals.ts";
import { readClusterUid } from "./identity/cluster-uid.ts";
import { createFileIdentityStore } from "./identity/file-identity-store.ts";
import { KeyRing } from "./identity/key-ring.ts";
import { KeyRotation } from "./identity/key-rotation.ts";
import type { RotationTuning } from "./identity/key-rotation.ts";
import { openIdentity } from "./identity/open-identity.ts";
import { openClusterAccess } from "./kube/cluster-access.ts";
import { createKubeClient } from "./kube/kube-client.ts";
import type { KubeClient } from "./kube/kube-client.ts";
import { whileLeading } from "./leader/while-leading.ts";
import { Observation } from "./observation.ts";
import { CapabilityWatch } from "./rights/capability-watch.ts";
import { CommandQueue } from "./stream/command-queue.ts";
import { createGatewayAgent } from "./stream/gateway-agent.ts";
import { GatewayStream } from "./stream/gateway-stream.ts";
import { defaultStreamTuning } from "./stream/stream-tuning.ts";
import type { StreamTuning } from "./stream/stream-tuning.ts";
import type { ClusterWatches } from "./watch/cluster-watches.ts";
import { defaultWatchTuning } from "./watch/watch-tuning.ts";

/** How long to wait for the watches before saying hello: an API server that is away is worth telling too. */
const settleMs = 20_000;
const rightsCheckMs = 5_000;

export interface AgentOptions {
  readonly config: Config;
  readonly env: NodeJS.ProcessEnv;
  readonly log: Log;
  /** Called once, when the first snapshot is stored on the other side. */
  readonly ready: () => void;
  readonly signal: AbortSignal;
  readonly tuning?: Partial<StreamTuning>;
  readonly rotation?: RotationTuning;
}

/** Runs the agent until the signal aborts. Throws what keeps it from starting. */
export async function runAgent(options: AgentOptions): Promise<void> {
  const client = createKubeClient(await openClusterAccess(options.config.kubeconfig, options.env));
  const vitals = new AgentVitals(agentVersion);
  const health = await openHealth(options.config, vitals);
  try {
    await whileLeading({ ...options, client }, (signal) =>
      serve({ ...options, signal, client, vitals }),
    );
  } finally {
    health?.close();
    client.close();
  }
}

async function serve(
  options: AgentOptions & { readonly client: KubeClient; readonly vitals: AgentVitals },
): Promise<void> {
  const { config, env, log, ready, signal, client, vitals } = options;
  const {
    gateway: url,
    caFile,
    stateDir,
    enrolmentToken: token,
    sync,
    argoSync,
    namespace,
    namespaces,
  } = config;
  const agent = await createGatewayAgent({ url, caFile, env });
  const store = createFileIdentityStore(stateDir);
  const clusterUid = await readClusterUid(client, signal);
  const asked = { store, token, gateway: url, agent, clusterUid };
  const keys = new KeyRing(await openIdentity({ ...asked, log, signal }), store);
  const rotation = new KeyRotation({ keys, log, tuning: options.rotation });
  vitals.enrolled();
  const tuning = { ...defaultStreamTuning, ...options.tuning };
  const tunings = { streamTuning: tuning, watchTuning: defaultWatchTuning };
  const observation = new Observation({ client, namespace, namespaces, log, ready, ...tunings });
  const observing = observation.run(signal);
  const capabilities = new CapabilityWatch({ client, config, log, signal });
  const place = { clusterUid, log, signal };
  const introduce = await prepareIntroduction(client, { observation, capabilities, ...place });

  const stream = new GatewayStream({
    url,
    agent,
    keys,
    rotation,
    introduce,
    tuning,
    log,
    pump: observation.pump,
    acknowledged: (cursor) => observation.acknowledge(cursor),
    command: (id, command) => commands.take(id, command),
    heartbeat: () => observation.heartbeat(),
    ownKinds: (kinds) => observation.watches.nameOwnKinds(kinds),
    misunderstood: () => observation.tellAnew(),
  });
  vitals.watch({ observation, stream });
  function fetchContent(digest: string): Promise<Buffer> {
    return stream.fetchContent(digest);
  }
  const commands: CommandQueue = new CommandQueue({
    execute: (command) =>
      executeCommand(command, {
        client,
        observation,
        fetchContent,
        sync,
        argoSync,
        rotation,
        signal,
      }),
    send: (frame) => stream.send(frame),
    log,
  });
  const stopChecking = reconnectOnNewRights({ watches: observation.watches, capabilities, stream });
  await Promise.all([observing, stream.run(signal), rotation.run(signal)]);
  stopChecking();
  await commands.idle();
  agent.destroy();
}

/** Waits until there is something to say, and says how the agent introduces itself from then on. */
async function prepareIntroduction(
  client: KubeClient,
  options: {
    readonly observation: Observation;
    readonly capabilities: CapabilityWatch;
    readonly clusterUid: string | undefined;
    readonly log: Log;
    readonly signal: AbortSignal;
  },
): Promise<ConstructorParameters<typeof GatewayStream>[0]["introduce"]> {
  const { observation, capabilities, clusterUid, signal } = options;
  const { watches } = observation;
  const late = sleep(settleMs, undefined, { signal }).catch(() => undefined);
  await Promise.race([watches.settled(), late]);
  await capabilities.refresh();
  const kubernetesVersion = await readVersion(client, options);
  const instanceId = randomUUID();
  return () => {
    observation.tellLogs(capabilities.known.includes("logs"));
    return {
      instanceId,
      agentVersion,
      kubernetesVersion,
      missingRights: watches.missingRights,
      capabilities: capabilities.known,
      ...(clusterUid !== undefined && { kubernetesUid: clusterUid }),
    };
  };
}

/** Rights are reported when a connection is made, so a change of them makes a new one. */
function reconnectOnNewRights(input: {
  readonly watches: ClusterWatches;
  readonly capabilities: CapabilityWatch;
  readonly stream: GatewayStream;
}): () => void {
  const { watches, capabilities, stream } = input;
  const rights = (): string => [...watches.missingRights, ...capabilities.known].join();
  let reported = rights();
  const timer = setInterval(() => {
    const now = rights();
    if (now !== reported) stream.reconnect();
    reported = now;
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
