import type { TenantRecorder } from "#ports/store/recorder.ts";

import { appendAudit } from "./audit.ts";
import { toJson, toOptionalJson } from "./json.ts";
import type { TenantTx } from "./tenant.ts";

type AgentRecords = Pick<
  TenantRecorder,
  "enrolAgent" | "openSession" | "touchSession" | "recordSync"
>;

export function agentRecords(tx: TenantTx): AgentRecords {
  const { db, orgId } = tx;
  return {
    enrolAgent: (input) => enrolAgent(tx, input),
    openSession: (input) => openSession(tx, input),
    async touchSession({ clusterId, sessionEpoch, now, connected }) {
      const touched = await db.cluster.updateMany({
        where: { orgId, id: clusterId, sessionEpoch },
        data: { lastSeenAt: now, connected },
      });
      return touched.count > 0;
    },
    async recordSync(clusterId, report) {
      await db.cluster.updateMany({
        where: { orgId, id: clusterId },
        data: { sync: toJson({ ...report, at: report.at.toISOString() }) },
      });
    },
  };
}

/** An enrolment forgets what the key before went through. */
const freshKey = {
  rotatedAt: null,
  rotates: false,
  openings: [],
  lockedAt: null,
  lockCause: null,
};

async function enrolAgent(
  tx: TenantTx,
  input: Parameters<TenantRecorder["enrolAgent"]>[0],
): Promise<boolean> {
  const { tokenHash, clusterId, keyId, publicKey, kubernetesUid, now } = input;
  const { db, orgId, effects } = tx;
  const used = await db.enrolmentToken.updateMany({
    where: { orgId, clusterId, hash: tokenHash, usedAt: null, expiresAt: { gt: now } },
    data: { usedAt: now },
  });
  if (used.count === 0) return false;
  const place = { orgId_id: { orgId, id: clusterId } };
  const { name, kubernetesUid: before } = await db.cluster.findUniqueOrThrow({
    where: place,
    select: { name: true, kubernetesUid: true },
  });
  const elsewhere = before !== null && kubernetesUid !== null && before !== kubernetesUid;
  await db.cluster.update({ where: place, data: { kubernetesUid }, select: { id: true } });
  await db.retiredAgentKey.deleteMany({ where: { orgId, clusterId } });
  const key = { id: keyId, publicKey, generation: 1, createdAt: now, elsewhere, ...freshKey };
  await db.agentKey.upsert({
    where: { orgId_clusterId: { orgId, clusterId } },
    create: { orgId, clusterId, ...key },
    update: key,
  });
  await appendAudit(tx, {
    event: "agent.enrolled",
    actor: { type: "agent", clusterId, name },
    subject: `cluster/${name}`,
    details: { key: keyId, elsewhere },
  });
  effects.clusters.add(clusterId);
  return true;
}

async function openSession(
  { db, orgId }: TenantTx,
  input: Parameters<TenantRecorder["openSession"]>[0],
): ReturnType<TenantRecorder["openSession"]> {
  const { clusterId, now, agentVersion, kubernetesVersion, missingRights, capabilities } = input;
  const { sessionEpoch, streamEpoch, streamSeq } = await db.cluster.update({
    where: { orgId_id: { orgId, id: clusterId } },
    data: {
      sessionEpoch: { increment: 1 },
      connected: true,
      connectedAt: now,
      lastSeenAt: now,
      agentVersion,
      kubernetesVersion,
      missingRights: toJson(missingRights),
      capabilities: toOptionalJson(capabilities ?? null),
    },
    select: { sessionEpoch: true, streamEpoch: true, streamSeq: true },
  });
  const stream = streamEpoch === null ? null : { epoch: streamEpoch, seq: Number(streamSeq) };
  return { sessionEpoch, stream };
}
