import type { TenantReader } from "#ports/store/reader.ts";
import type { TenantWriter } from "#ports/store/writer.ts";

import type { TenantTx } from "./tenant.ts";

export function signingReads({
  db,
  orgId,
}: TenantTx): Pick<TenantReader, "signingKeys" | "activeSigningKey"> {
  return {
    signingKeys: () =>
      db.signingKey.findMany({
        where: { orgId },
        select: { id: true, publicKey: true, createdAt: true, retiredAt: true },
        orderBy: [{ retiredAt: { sort: "desc", nulls: "first" } }, { createdAt: "desc" }],
      }),
    async activeSigningKey() {
      const signs = await db.organizationSettings.count({ where: { orgId, signCommits: true } });
      if (signs === 0) return null;
      const key = await db.signingKey.findFirst({
        where: { orgId, retiredAt: null },
        select: { id: true, privateKey: true },
      });
      const { id, privateKey } = key ?? {};
      return id === undefined || !privateKey ? null : { id, privateKey };
    },
  };
}

export function signingWrites({ db, orgId, clock }: TenantTx): Pick<TenantWriter, "addSigningKey"> {
  return {
    async addSigningKey(key) {
      const now = clock.now();
      await db.signingKey.updateMany({
        where: { orgId, retiredAt: null },
        data: { retiredAt: now, privateKey: null },
      });
      await db.signingKey.createMany({ data: [{ orgId, ...key, createdAt: now }] });
    },
  };
}
