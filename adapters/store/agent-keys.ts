import type { Opening } from "#domain/agent/key-contest.ts";
import type {
  AgentKeyFacts,
  AgentKeyRecords,
  AgentKeyWrites,
  KeyLock,
} from "#ports/store/agent-keys.ts";
import type { Prisma } from "#prisma/generated/client.ts";

import { appendAudit } from "./audit.ts";
import { commandRecords } from "./commands.ts";
import { toJson } from "./json.ts";
import type { TenantTx } from "./tenant.ts";

/** What `agentKeyFacts` is made of. */
export const agentKeyColumns = {
  generation: true,
  createdAt: true,
  rotatedAt: true,
  rotates: true,
  elsewhere: true,
  lockedAt: true,
  lockCause: true,
} as const;

export function agentKeyFacts(
  row: Prisma.AgentKeyGetPayload<{ select: typeof agentKeyColumns }>,
): AgentKeyFacts {
  const { lockedAt, lockCause, ...facts } = row;
  return { ...facts, lock: lockOf({ lockedAt, lockCause }) };
}

export function agentKeyRecords(tx: TenantTx): AgentKeyRecords {
  const { db, orgId } = tx;
  return {
    async agentKey(clusterId) {
      const row = await db.agentKey.findUnique({
        where: { orgId_clusterId: { orgId, clusterId } },
        select: {
          id: true,
          publicKey: true,
          generation: true,
          openings: true,
          lockedAt: true,
          lockCause: true,
        },
      });
      if (row === null) return null;
      const { id, publicKey, generation, openings, lockedAt, lockCause } = row;
      const lock = lockOf({ lockedAt, lockCause });
      return { id, publicKey, generation, openings: readOpenings(openings), lock };
    },
    retiredKey: (clusterId, generation) =>
      db.retiredAgentKey.findUnique({
        where: { orgId_clusterId_generation: { orgId, clusterId, generation } },
        select: { publicKey: true, validUntil: true },
      }),
    async recordOpenings(clusterId, { openings, rotates }) {
      await db.agentKey.updateMany({
        where: { orgId, clusterId },
        data: { openings: toJson(openings), rotates },
      });
    },
    rotateKey: (input) => rotateKey(tx, input),
    lockKey: (clusterId, lock) => lockKey(tx, clusterId, lock),
    recordPlace: (clusterId, uid) => recordPlace(tx, clusterId, uid),
  };
}

export function agentKeyWrites(tx: TenantTx): AgentKeyWrites {
  return {
    async askKeyRotation({ id, clusterId, askedAt: createdAt, notAfter }) {
      const command = { id, clusterId, createdAt, notAfter, payload: {} };
      await commandRecords(tx).addCommand({ ...command, type: "rotateKey" });
    },
  };
}

async function rotateKey(
  tx: TenantTx,
  {
    clusterId,
    publicKey,
    generation,
    at,
    oldValidUntil,
  }: Parameters<AgentKeyRecords["rotateKey"]>[0],
): Promise<void> {
  const { db, orgId } = tx;
  const key = { orgId_clusterId: { orgId, clusterId } };
  const old = await db.agentKey.findUniqueOrThrow({
    where: key,
    select: { publicKey: true, generation: true },
  });
  await db.retiredAgentKey.createMany({
    data: [{ orgId, clusterId, ...old, validUntil: oldValidUntil }],
  });
  await db.agentKey.update({
    where: key,
    data: { publicKey, generation, rotatedAt: at },
    select: { id: true },
  });
  await auditCluster(tx, clusterId, { event: "agent.key-rotated", details: { generation } });
}

async function recordPlace(
  { db, orgId }: TenantTx,
  clusterId: string,
  kubernetesUid: string,
): Promise<void> {
  const moved = await db.cluster.updateMany({
    where: { orgId, id: clusterId, kubernetesUid: { not: kubernetesUid } },
    data: { kubernetesUid },
  });
  if (moved.count > 0) {
    await db.agentKey.updateMany({ where: { orgId, clusterId }, data: { elsewhere: true } });
    return;
  }
  const where = { orgId, id: clusterId, kubernetesUid: null };
  await db.cluster.updateMany({ where, data: { kubernetesUid } });
}

async function lockKey(tx: TenantTx, clusterId: string, { at, cause }: KeyLock): Promise<void> {
  const { db, orgId, effects } = tx;
  await db.agentKey.updateMany({
    where: { orgId, clusterId },
    data: { lockedAt: at, lockCause: cause },
  });
  await db.cluster.updateMany({
    where: { orgId, id: clusterId },
    data: { connected: false, sessionEpoch: { increment: 1 } },
  });
  await auditCluster(tx, clusterId, { event: "agent.locked", details: { cause } });
  effects.clusters.add(clusterId);
}

async function auditCluster(
  tx: TenantTx,
  clusterId: string,
  fact: {
    readonly event: "agent.key-rotated" | "agent.locked";
    readonly details: Readonly<Record<string, unknown>>;
  },
): Promise<void> {
  const { name } = await tx.db.cluster.findUniqueOrThrow({
    where: { orgId_id: { orgId: tx.orgId, id: clusterId } },
    select: { name: true },
  });
  const actor = { type: "agent", clusterId, name } as const;
  await appendAudit(tx, { ...fact, actor, subject: `cluster/${name}` });
}

/** `lockKey` alone writes both columns, from a KeyLock. */
function lockOf(row: {
  readonly lockedAt: Date | null;
  readonly lockCause: string | null;
}): KeyLock | null {
  if (row.lockedAt === null) return null;
  return { at: row.lockedAt, cause: row.lockCause as KeyLock["cause"] };
}

/** `recordOpenings` alone writes the column. */
function readOpenings(openings: Prisma.JsonValue): readonly Opening[] {
  return openings as unknown as readonly Opening[];
}
