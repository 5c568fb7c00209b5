import type { TenantReader } from "#ports/store/reader.ts";
import type { TenantWriter } from "#ports/store/writer.ts";

import { sealedForAnother } from "./sources.ts";
import type { TenantTx } from "./tenant.ts";

export function registryReads({ db, orgId }: TenantTx): Pick<TenantReader, "registries"> {
  return {
    registries: () =>
      db.registry.findMany({
        where: { orgId },
        select: { id: true, host: true, endpoint: true, username: true, password: true },
        orderBy: { host: "asc" },
      }),
  };
}

export function registryWrites({ db, orgId, clock }: TenantTx): Pick<TenantWriter, "putRegistry"> {
  return {
    async putRegistry({ id, host, ...access }) {
      const row = await db.registry.upsert({
        where: { orgId_host: { orgId, host } },
        create: { orgId, id, host, ...access, createdAt: clock.now() },
        update: access,
        select: { id: true },
      });
      if (row.id !== id && access.password !== null) throw sealedForAnother(host);
      return row.id;
    },
  };
}
