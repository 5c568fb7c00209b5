import type { CommandRow } from "#ports/store/command-rows.ts";
import type { TenantReader } from "#ports/store/reader.ts";
import type { TenantRecorder } from "#ports/store/recorder.ts";
import type { Prisma } from "#prisma/generated/client.ts";

import { toJson } from "./json.ts";
import type { TenantTx } from "./tenant.ts";

const open = ["waiting", "received"];
const columns = {
  seq: true,
  id: true,
  type: true,
  payload: true,
  notAfter: true,
  state: true,
  result: true,
} as const;

export function commandReads({
  db,
  orgId,
}: TenantTx): Pick<TenantReader, "openCommands" | "bundle"> {
  return {
    async openCommands(clusterId, now) {
      const rows = await db.agentCommand.findMany({
        where: { orgId, clusterId, state: { in: open }, notAfter: { gt: now } },
        select: columns,
        orderBy: { seq: "asc" },
      });
      return rows.map(commandRow);
    },
    async bundle(digest) {
      const row = await db.bundle.findUnique({ where: { orgId_digest: { orgId, digest } } });
      return row && Buffer.from(row.content);
    },
  };
}

export function commandRecords({
  db,
  orgId,
  clock,
  effects,
}: TenantTx): Pick<TenantRecorder, "addCommand" | "recordCommand" | "putBundle"> {
  return {
    async addCommand({ clusterId, payload, ...command }) {
      const { commandSeq: seq } = await db.cluster.update({
        where: { orgId_id: { orgId, id: clusterId } },
        data: { commandSeq: { increment: 1 } },
        select: { commandSeq: true },
      });
      await db.agentCommand.createMany({
        data: [{ orgId, clusterId, seq, ...command, payload: toJson(payload) }],
      });
      effects.clusters.add(clusterId);
    },
    async recordCommand({ clusterId, id, state, at, result }) {
      await db.agentCommand.updateMany({
        where: { orgId, clusterId, id, state: { in: open } },
        data: { state, changedAt: at, result },
      });
    },
    async putBundle(digest, content) {
      const createdAt = clock.now();
      await db.bundle.upsert({
        where: { orgId_digest: { orgId, digest } },
        create: { orgId, digest, content: new Uint8Array(content), createdAt },
        update: { createdAt },
        select: { digest: true },
      });
    },
  };
}

/** `addCommand` and `recordCommand` alone write the columns, from the port's closed unions. */
function commandRow(row: Prisma.AgentCommandGetPayload<{ select: typeof columns }>): CommandRow {
  return {
    ...row,
    type: row.type as CommandRow["type"],
    state: row.state as CommandRow["state"],
    payload: row.payload as CommandRow["payload"],
  };
}
