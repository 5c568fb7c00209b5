import { randomBytes, randomUUID } from "node:crypto";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { createPrismaStore } from "#adapters/store/store.ts";
import { openClusterAccess } from "#agent/kube/cluster-access.ts";
import { createKubeClient } from "#agent/kube/kube-client.ts";
import type { KubeClient } from "#agent/kube/kube-client.ts";
import type { Actor } from "#ports/store/actor.ts";
import type { Store, WriteIntent } from "#ports/store/store.ts";
import { hashToken } from "#services/cluster/enrolment-token.ts";
import { createRecordingBus } from "#test/builders/recording-bus.ts";
import { freePort } from "#tools/net/free-port.ts";

import type { ChaosServer } from "./chaos-server.ts";
import { FaultProxy } from "./fault-proxy.ts";
import { Program } from "./program.ts";
import { projectedState } from "./projected-state.ts";
import { Trail } from "./trail.ts";

const clock = { now: () => new Date() };
const actor: Actor = { type: "system", job: "chaos" };
const tokenLifetimeMs = 600_000;

export interface DatabaseAddresses {
  readonly appUrl: string;
  readonly ownerUrl: string;
}

/** An API server, the agent, two gateways, their database, and proxies on each way. */
export interface ChaosWorld {
  readonly server: ChaosServer;
  /** Straight to the API server, past every fault. */
  readonly client: KubeClient;
  readonly trail: Trail;
  readonly agent: Program;
  readonly gateways: readonly [Program, Program];
  /** Between the agent and the gateways, which take turns from connection to connection. */
  readonly toGateway: FaultProxy;
  readonly toServer: FaultProxy;
  /** What the API server has now, as rows have to show it. */
  readonly expected: () => Promise<ReadonlyMap<string, unknown>>;
  readonly close: () => Promise<void>;
}

/** Starts everything on an empty, migrated database; resolves when the agent's first state is stored. */
export async function openChaosWorld(options: {
  readonly server: ChaosServer;
  readonly database: DatabaseAddresses;
}): Promise<ChaosWorld> {
  const { server, database } = options;
  const folder = await mkdtemp(join(tmpdir(), "stagecoach-chaos-"));
  const ports = [await freePort(), await freePort()] as const;
  const gateways = [gateway(database, ports[0]), gateway(database, ports[1])] as const;
  let turn = 0;
  const toGateway = await FaultProxy.open(() => {
    turn += 1;
    const [first, second] = turn % 2 === 0 ? [0, 1] : [1, 0];
    return (gateways[first]?.answers ? ports[first] : ports[second]) ?? ports[0];
  });
  const toServer = await FaultProxy.open(() => server.port);
  await writeFile(join(folder, "kubeconfig"), server.kubeconfig(toServer.port));
  await writeFile(join(folder, "direct"), server.kubeconfig(server.port));
  const client = createKubeClient(await openClusterAccess(join(folder, "direct"), process.env));
  const { organizationId, token } = await enrolCluster(database);
  const trail = await Trail.open(database.ownerUrl, organizationId);
  const agent = new Program({
    name: "agent",
    file: "agent/main.ts",
    env: {
      STAGECOACH_GATEWAY: `http://127.0.0.1:${toGateway.port}`,
      STAGECOACH_ENROLMENT_TOKEN: token,
      STAGECOACH_STATE_DIR: join(folder, "state"),
      KUBECONFIG: join(folder, "kubeconfig"),
    },
  });
  async function close(): Promise<void> {
    await Promise.all([agent, ...gateways].map((program) => program.kill()));
    await Promise.all([toGateway.close(), toServer.close(), trail.close()]);
    client.close();
    await rm(folder, { recursive: true, force: true });
  }
  try {
    await Promise.all(gateways.map((each) => each.start().ready));
    await agent.start().ready;
  } catch (error) {
    await close();
    throw error;
  }
  return {
    server,
    client,
    trail,
    agent,
    gateways,
    toGateway,
    toServer,
    expected: () => projectedState(client),
    close,
  };
}

function gateway({ appUrl }: DatabaseAddresses, port: number): Program {
  return new Program({
    name: `gateway ${port}`,
    file: "workers/gateway/main.ts",
    env: {
      DATABASE_URL: appUrl,
      GATEWAY_PORT: String(port),
      GATEWAY_HOST: "127.0.0.1",
      GATEWAY_URL: "https://gateway.chaos.test",
    },
  });
}

/** An organization with one cluster, and a token for its agent. */
async function enrolCluster(database: DatabaseAddresses) {
  const bus = createRecordingBus();
  const store: Store = createPrismaStore({ databaseUrl: database.appUrl, bus, clock });
  const organization = { id: randomUUID(), slug: "chaos", name: "Chaos" };
  const now = clock.now();
  const token = randomBytes(32).toString("base64url");
  const clusterId = randomUUID();
  try {
    await store.system.createOrganization({ organization, owner: null, actor, now });
    await store.write(organization.id, intent, async (tx) => {
      const cluster = { name: "chaos", environment: "dev", position: 0, createdAt: now };
      await tx.createCluster({ id: clusterId, ...cluster });
      await tx.addEnrolmentToken({
        id: randomUUID(),
        clusterId,
        hash: hashToken(token),
        createdAt: now,
        expiresAt: new Date(now.getTime() + tokenLifetimeMs),
      });
    });
  } finally {
    await store.close();
  }
  return { organizationId: organization.id, token };
}

const intent: WriteIntent = {
  permission: "organization.manage",
  event: "cluster.created",
  actor,
  grant: { role: "owner", promoteTo: null },
  subject: "chaos",
};
