import { createHash, randomBytes } from "node:crypto";
import { existsSync, readdirSync } from "node:fs";
import path from "node:path";

import type { Clock } from "#ports/clock.ts";
import type { Secrets } from "#ports/secrets.ts";
import type { Actor } from "#ports/store/actor.ts";
import type { ClusterRow } from "#ports/store/cluster-rows.ts";
import type { OrganizationRow } from "#ports/store/organization-rows.ts";
import type { AuditEventName, Store } from "#ports/store/store.ts";
import type { TenantWriter } from "#ports/store/writer.ts";
import type { ClusterAddress, SandboxAddresses } from "#sandbox/addresses.ts";
import { personas } from "#sandbox/identity/personas.ts";
import { repositorySecretPlace } from "#services/repository/seal-credentials.ts";

export interface Seeding {
  readonly store: Store;
  readonly secrets: Secrets;
  readonly clock: Clock;
  readonly uuid: () => string;
  readonly addresses: SandboxAddresses;
  readonly agentsFolder: string;
}

/** An agent to be started, with a one-time token where it has no key yet. */
export interface SeededAgent {
  readonly organization: string;
  readonly cluster: string;
  readonly clusterId: string;
  readonly gateway: string;
  readonly token: string | null;
  readonly kubeconfig: string;
  readonly stateDir: string;
}

const actor: Actor = { type: "system", job: "seed" };
const names: Readonly<Record<string, string>> = { acme: "Acme", globex: "Globex" };
const positions: Readonly<Record<string, number>> = { dev: 10, stage: 30, prod: 50 };
const tokenLifetimeMs = 60 * 60 * 1000;

/** Makes the product know the sample world, as its users would tell it. Doing it again updates addresses. */
export async function seedWorld(seeding: Seeding): Promise<readonly SeededAgent[]> {
  const agents: SeededAgent[] = [];
  const organizations = Map.groupBy(seeding.addresses.clusters, ({ organization }) => organization);
  for (const [slug, clusters] of organizations) {
    const organization = await ensureOrganization(seeding, slug);
    await invitePersonas(seeding, organization);
    await connectRegistries(seeding, organization);
    for (const cluster of clusters)
      agents.push(await connectCluster(seeding, organization, cluster));
  }
  return agents;
}

async function ensureOrganization(
  { store, clock, uuid }: Seeding,
  slug: string,
): Promise<OrganizationRow> {
  const known = await store.system.organizationBySlug(slug);
  if (known) return known;
  const organization = { id: uuid(), slug, name: names[slug] ?? slug };
  await store.system.createOrganization({ organization, owner: null, actor, now: clock.now() });
  return organization;
}

function write<T>(
  { store }: Seeding,
  organization: OrganizationRow,
  input: {
    readonly event: AuditEventName;
    readonly subject: string;
    readonly work: (tx: TenantWriter) => Promise<T>;
  },
): Promise<T> {
  const grant = { role: "owner", promoteTo: null } as const;
  const { event, subject, work } = input;
  return store.write(
    organization.id,
    { permission: "organization.manage", actor, grant, event, subject },
    work,
  );
}

async function invitePersonas(seeding: Seeding, organization: OrganizationRow): Promise<void> {
  for (const { email, organization: home, role } of personas) {
    if (home !== organization.slug) continue;
    const promoteTo = role === "promoter" ? ["dev", "stage"] : null;
    await write(seeding, organization, {
      event: "member.invited",
      subject: email,
      work: (tx) => tx.addInvitation({ id: seeding.uuid(), email, grant: { role, promoteTo } }),
    });
  }
}

async function connectRegistries(seeding: Seeding, organization: OrganizationRow): Promise<void> {
  const { url, hosts } = seeding.addresses.registry;
  for (const host of hosts) {
    const registry = { id: seeding.uuid(), host, endpoint: url, username: null, password: null };
    await write(seeding, organization, {
      event: "registry.connected",
      subject: host,
      work: (tx) => tx.putRegistry(registry),
    });
  }
}

async function connectCluster(
  seeding: Seeding,
  organization: OrganizationRow,
  address: ClusterAddress,
): Promise<SeededAgent> {
  const { cluster: name, gateway, kubeconfig } = address;
  const stateDir = path.join(seeding.agentsFolder, organization.slug, name);
  const cluster = await ensureCluster(seeding, organization, address);
  await connectSource(seeding, organization, { clusterId: cluster.id, address });
  const hasKey = cluster.enrolled && existsSync(stateDir) && readdirSync(stateDir).length > 0;
  const token = hasKey ? null : await makeToken(seeding, organization, cluster);
  return {
    organization: organization.slug,
    cluster: name,
    clusterId: cluster.id,
    gateway,
    token,
    kubeconfig,
    stateDir,
  };
}

async function ensureCluster(
  seeding: Seeding,
  organization: OrganizationRow,
  { cluster: name, environment }: ClusterAddress,
): Promise<Pick<ClusterRow, "id" | "name" | "enrolled">> {
  const clusters = await seeding.store.read(organization.id, (tx) => tx.clusters());
  const known = clusters.find((cluster) => cluster.name === name);
  if (known) return known;
  const created = {
    id: seeding.uuid(),
    name,
    environment,
    position: positions[environment] ?? 40,
    createdAt: seeding.clock.now(),
  };
  await write(seeding, organization, {
    event: "cluster.created",
    subject: `cluster/${name}`,
    work: (tx) => tx.createCluster(created),
  });
  return { ...created, enrolled: false };
}

async function connectSource(
  seeding: Seeding,
  organization: OrganizationRow,
  { clusterId, address }: { readonly clusterId: string; readonly address: ClusterAddress },
): Promise<void> {
  const { repositoryUrl, branch, path: root } = address;
  const { user, password } = seeding.addresses.git;
  const repositories = await seeding.store.read(organization.id, (tx) => tx.configRepositories());
  const id = repositories.find(({ url }) => url === repositoryUrl)?.id ?? seeding.uuid();
  const sealed = seeding.secrets.seal(
    password,
    repositorySecretPlace(organization.id, id, "password"),
  );
  await write(seeding, organization, {
    event: "repository.connected",
    subject: repositoryUrl,
    async work(tx) {
      const repositoryId = await tx.putConfigRepository({
        id,
        url: repositoryUrl,
        credentials: { kind: "basic", username: user, password: sealed },
      });
      await tx.putClusterSource({ clusterId, repositoryId, branch, path: root });
      await tx.enqueue("read-branch", {
        organizationId: organization.id,
        configRepositoryId: repositoryId,
        branch,
      });
    },
  });
}

async function makeToken(
  seeding: Seeding,
  organization: OrganizationRow,
  cluster: Pick<ClusterRow, "id" | "name">,
): Promise<string> {
  const token = `sce_${randomBytes(32).toString("base64url")}`;
  const createdAt = seeding.clock.now();
  await write(seeding, organization, {
    event: "cluster.enrolment-created",
    subject: `cluster/${cluster.name}`,
    work: (tx) =>
      tx.addEnrolmentToken({
        id: seeding.uuid(),
        clusterId: cluster.id,
        hash: createHash("sha256").update(token).digest("hex"),
        createdAt,
        expiresAt: new Date(createdAt.getTime() + tokenLifetimeMs),
      }),
  });
  return token;
}
