import { mkdtemp, rm } from "node:fs/promises";
import { createServer } from "node:http";
import { tmpdir } from "node:os";
import path from "node:path";

import { readConfig } from "#agent/config.ts";
import { createKubeClient } from "#agent/kube/kube-client.ts";
import type { KubeClient } from "#agent/kube/kube-client.ts";
import { runAgent } from "#agent/runtime.ts";
import type { ReleaseDetail } from "#contracts/api/release.ts";
import { createApiDoor } from "#sandbox/clusters/api-door.ts";
import { paces } from "#sandbox/clusters/pace.ts";
import { listen } from "#sandbox/http/listen.ts";
import { startHollowKubelet } from "#sandbox/kubelet/kubelet.ts";
import { createCluster } from "#services/cluster/create-cluster.ts";
import { renewEnrolment } from "#services/cluster/renew-enrolment.ts";
import { readBranch } from "#services/config/read-branch.ts";
import { readRelease } from "#services/release/read-release.ts";
import { startControlPlanes } from "#test/kubernetes/control-planes.ts";
import type { ControlPlanes } from "#test/kubernetes/control-planes.ts";
import { World } from "#test/world.ts";
import { startGateway } from "#workers/gateway/server.ts";
import type { Gateway } from "#workers/gateway/server.ts";
import { defaultTuning } from "#workers/gateway/tuning.ts";

import { engineDefinitions } from "./definitions.ts";
import { EngineCluster } from "./engine-cluster.ts";

/** A cluster on a control plane of its own, with a real agent that nudges and does not sync. */
export class EngineWorld {
  readonly world: World;
  readonly clusterId: string;
  readonly cluster: EngineCluster;
  readonly #parts: Parts;

  private constructor(parts: Parts) {
    const { world, clusterId, ended } = parts;
    this.world = world;
    this.clusterId = clusterId;
    this.cluster = new EngineCluster({
      client: parts.client,
      git: world.git,
      signal: ended.signal,
    });
    this.#parts = parts;
  }

  /** Starts with the files in the config repository and the kinds of Flux and Argo CD in the cluster. */
  static async start(files: Readonly<Record<string, string>>): Promise<EngineWorld> {
    const folder = await mkdtemp(path.join(tmpdir(), "engine-world-"));
    const ended = new AbortController();
    const world = await World.create();
    const gateway = await openGateway(world);
    const clusterId = await addCluster(world, files);
    const place = { folder: `${folder}/k`, names: ["live"] };
    const planes = await startControlPlanes({ ...place, say: () => {} });
    const [plane] = planes.access;
    if (plane === undefined) throw new Error("there is no control plane");
    const closeNodes = await startNodes(plane, { world, signal: ended.signal });
    const client = connectTo(plane, plane.token);
    const parts = { folder, ended, world, gateway, clusterId, planes, plane, closeNodes, client };
    const started = new EngineWorld(parts);
    await started.#define();
    return started;
  }

  async #define(): Promise<void> {
    for (const definition of engineDefinitions) await this.cluster.apply(definition);
    for (const name of ["shop", "flux-system", "argocd"]) {
      await this.cluster.apply({ apiVersion: "v1", kind: "Namespace", metadata: { name } });
    }
  }

  /** Enrols an agent and waits for its first state; returns how to stop it. */
  async enrol(env: Readonly<Record<string, string>> = {}): Promise<() => Promise<void>> {
    const { folder, gateway, ended } = this.#parts;
    const gatewayUrl = `http://127.0.0.1:${gateway.port}`;
    const input = { id: this.clusterId };
    const { token } = await renewEnrolment({ ctx: this.world.person("owner"), input, gatewayUrl });
    const config = readConfig({
      NODE_ENV: "test",
      STAGECOACH_GATEWAY: gatewayUrl,
      STAGECOACH_ENROLMENT_TOKEN: token,
      STAGECOACH_STATE_DIR: await mkdtemp(path.join(folder, "agent-")),
      STAGECOACH_POD_NAMESPACE: "stagecoach",
      STAGECOACH_SYNC: "off",
      KUBECONFIG: path.join(folder, "k/live/kubeconfig.yaml"),
      ...env,
    });
    const stop = new AbortController();
    const ready = Promise.withResolvers<void>();
    const running = runAgent({
      config,
      env: { NODE_ENV: "test" },
      log: () => {},
      ready: ready.resolve,
      signal: AbortSignal.any([ended.signal, stop.signal]),
    });
    running.catch(ready.reject);
    await ready.promise;
    return async () => {
      stop.abort();
      await running.catch(() => undefined);
    };
  }

  /** Releases a tag of a workload's one container, and pushes the commit. */
  async release(workload: string, container: string, tag: string): Promise<number> {
    this.world.pass(1_000);
    const plan = await this.world.plan({
      target: this.clusterId,
      source: { kind: "image-repo" },
      selection: [{ workload, containers: [{ name: container, tag }] }],
    });
    const number = await this.world.releasePlan(plan);
    await this.world.work("run-lane");
    return number;
  }

  /** The release as it is once everything that was reported is judged. */
  async look(number: number): Promise<ReleaseDetail> {
    await this.world.work("observe-rollouts");
    return readRelease({ ctx: this.world.person("owner"), input: { number } });
  }

  /** The API as the bearer of a token may use it. */
  connect(token: string): KubeClient {
    return connectTo(this.#parts.plane, token);
  }

  async stop(): Promise<void> {
    const { folder, ended, gateway, planes, closeNodes, client } = this.#parts;
    ended.abort();
    client.close();
    await gateway.close();
    closeNodes();
    await planes.stop();
    await this.world.stop();
    await rm(folder, { recursive: true, force: true, maxRetries: 10 });
  }
}

type Plane = Parameters<typeof createApiDoor>[0] & { readonly token: string };

interface Parts {
  readonly folder: string;
  readonly ended: AbortController;
  readonly world: World;
  readonly gateway: Gateway;
  readonly clusterId: string;
  readonly planes: ControlPlanes;
  readonly plane: Plane;
  readonly closeNodes: () => void;
  readonly client: KubeClient;
}

function connectTo({ server, ca }: Plane, token: string): KubeClient {
  const credentials = { authorization: `Bearer ${token}`, ca };
  return createKubeClient({
    server: new URL(server),
    credentials: () => Promise.resolve(credentials),
  });
}

async function addCluster(world: World, files: Readonly<Record<string, string>>): Promise<string> {
  await world.git.commit(files);
  const source = { repository: world.git.url, branch: "main", path: "clusters/live" };
  const { clusterId } = await createCluster({
    ctx: world.person("owner"),
    input: { name: "live", environment: "prod", source },
    gatewayUrl: "https://gateway.acme.test",
  });
  const { id: organizationId } = world.organization;
  const input = { organizationId, configRepositoryId: world.repositoryId, branch: "main" };
  await readBranch({ ctx: world.worker(), input });
  return clusterId;
}

function openGateway(world: World): Promise<Gateway> {
  const { store, testStore, clock } = world;
  const { ids } = world.person("owner");
  const tuning = { ...defaultTuning, pollMs: 200, retryMs: 50 };
  const url = "https://gateway.acme.test";
  const ctx = { store, bus: testStore.bus, clock, ids, log: () => {}, url, tuning };
  return startGateway(ctx, { port: 0, host: "127.0.0.1" });
}

async function startNodes(
  plane: Plane,
  { world, signal }: { readonly world: World; readonly signal: AbortSignal },
): Promise<() => void> {
  const door = createApiDoor(plane);
  const api = createServer((request, response) => {
    door.handle(request, response, request.url ?? "/");
  });
  startHollowKubelet({
    server: `http://127.0.0.1:${await listen(api, 0)}`,
    token: plane.token,
    registry: world.registry.origin,
    nodes: 2,
    pace: () => paces.fast,
    schedule: true,
    signal,
  });
  return () => {
    door.close();
    api.closeAllConnections();
    api.close();
  };
}
