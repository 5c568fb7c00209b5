import type { PlanRow } from "#ports/store/plan-rows.ts";
import type { TenantReader } from "#ports/store/reader.ts";
import type { TenantRecorder } from "#ports/store/recorder.ts";
import type { TenantWriter } from "#ports/store/writer.ts";
import type { Prisma } from "#prisma/generated/client.ts";

import { actorOf } from "./actor.ts";
import { toJson, toOptionalJson } from "./json.ts";
import type { TenantTx } from "./tenant.ts";
import { isUuid } from "./uuid.ts";

export function planReads({ db, orgId }: TenantTx): Pick<TenantReader, "plan"> {
  return {
    async plan(id) {
      if (!isUuid(id)) return null;
      const row = await db.plan.findUnique({
        where: { orgId_id: { orgId, id } },
        omit: { orgId: true },
      });
      return row && planRow(row);
    },
  };
}

export function planWrites({ db, orgId }: TenantTx): Pick<TenantWriter, "createPlan"> {
  return {
    async createPlan({ requestedBy, source, selection, scope, ...plan }) {
      await db.plan.createMany({
        data: [
          {
            orgId,
            ...plan,
            requestedBy: toJson(requestedBy),
            source: toJson(source),
            selection: toOptionalJson(selection),
            scope: toOptionalJson(scope),
          },
        ],
      });
    },
  };
}

/** A plan is calculated once: what comes later is dropped. */
export function planRecords({
  db,
  orgId,
}: TenantTx): Pick<TenantRecorder, "recordPlan" | "failPlan"> {
  return {
    async recordPlan(id, { baseCommit, diff, title, message, hash, ...lists }) {
      await db.plan.updateMany({
        where: { orgId, id, status: "calculating" },
        data: {
          status: "ready",
          baseCommit,
          diff,
          title,
          message,
          hash,
          items: toJson(lists.items),
          edits: toJson(lists.edits),
          files: toJson(lists.files),
          problems: toJson(lists.problems),
        },
      });
    },
    async failPlan(id, error) {
      await db.plan.updateMany({
        where: { orgId, id, status: "calculating" },
        data: { status: "failed", error },
      });
    },
  };
}

/** The columns are written from the same fields of a NewPlan and a CalculatedPlan, in this file. */
function planRow(row: Prisma.PlanGetPayload<{ omit: { orgId: true } }>): PlanRow {
  return {
    ...row,
    status: row.status as PlanRow["status"],
    requestedBy: actorOf(row.requestedBy),
    source: row.source as unknown as PlanRow["source"],
    selection: row.selection as unknown as PlanRow["selection"],
    scope: row.scope as unknown as PlanRow["scope"],
    items: row.items as unknown as PlanRow["items"],
    edits: row.edits as unknown as PlanRow["edits"],
    files: row.files as unknown as PlanRow["files"],
    problems: row.problems as unknown as PlanRow["problems"],
  };
}
