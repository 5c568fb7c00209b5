import type { TenantRecorder } from "#ports/store/recorder.ts";

import { toOptionalJson } from "./json.ts";
import type { TenantTx } from "./tenant.ts";

type ProgressRecords = Pick<
  TenantRecorder,
  "updateRelease" | "updateStep" | "updateItem" | "appendReleaseEvent"
>;

export function progressRecords({ db, orgId }: TenantTx): ProgressRecords {
  return {
    async updateRelease(id, patch) {
      await db.release.updateMany({ where: { orgId, id }, data: patch });
      if (patch.retryAt === undefined) return;
      await db.laneEntry.updateMany({
        where: { orgId, releaseId: id },
        data: { dueAt: patch.retryAt },
      });
    },
    async updateStep(releaseId, name, patch) {
      await db.releaseStep.updateMany({ where: { orgId, releaseId, name }, data: patch });
    },
    async updateItem(id, { progress, ...patch }) {
      await db.releaseItem.updateMany({
        where: { orgId, id },
        data: {
          ...patch,
          ...(progress !== undefined && { progress: toOptionalJson(progress) }),
        },
      });
    },
    async appendReleaseEvent(releaseId, event) {
      const { eventSeq: seq } = await db.release.update({
        where: { orgId_id: { orgId, id: releaseId } },
        data: { eventSeq: { increment: 1 } },
        select: { eventSeq: true },
      });
      await db.releaseEvent.createMany({ data: [{ orgId, releaseId, seq, ...event }] });
      return { seq, ...event };
    },
  };
}
