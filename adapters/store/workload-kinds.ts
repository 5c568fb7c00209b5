import { DomainError } from "#domain/error.ts";
import type { TenantReader } from "#ports/store/reader.ts";
import type { TenantWriter } from "#ports/store/writer.ts";

import { isDuplicate } from "./database-error.ts";
import type { TenantTx } from "./tenant.ts";

export function workloadKindReads({
  db,
  orgId,
}: TenantTx): Pick<TenantReader, "customWorkloadKinds"> {
  return {
    customWorkloadKinds: () =>
      db.customWorkloadKind.findMany({
        where: { orgId },
        select: { group: true, kind: true, podTemplate: true, createdAt: true },
        orderBy: [{ group: "asc" }, { kind: "asc" }],
      }),
  };
}

export function workloadKindWrites({
  db,
  orgId,
  clock,
  effects,
}: TenantTx): Pick<
  TenantWriter,
  "addCustomWorkloadKind" | "removeCustomWorkloadKind" | "forgetTips"
> {
  /** Each cluster's agent watches other kinds from now on. */
  async function ringAgents(): Promise<void> {
    const clusters = await db.cluster.findMany({ where: { orgId }, select: { id: true } });
    for (const { id } of clusters) effects.clusters.add(id);
  }
  return {
    async addCustomWorkloadKind(kind) {
      await ringAgents();
      await db.customWorkloadKind
        .createMany({ data: [{ orgId, ...kind, createdAt: clock.now() }] })
        .catch((error) => {
          if (!isDuplicate(error)) throw error;
          const message = `${kind.kind} of ${kind.group} is there already. Remove it to change it.`;
          throw new DomainError("conflict", message, { pointer: "/kind" });
        });
    },
    async removeCustomWorkloadKind({ group, kind }) {
      await ringAgents();
      const { count } = await db.customWorkloadKind.deleteMany({ where: { orgId, group, kind } });
      return count > 0;
    },
    async forgetTips() {
      await db.clusterSource.updateMany({ where: { orgId }, data: { tip: null } });
    },
  };
}
