import type { TenantReader } from "#ports/store/reader.ts";
import type { TenantWriter } from "#ports/store/writer.ts";

import type { TenantTx } from "./tenant.ts";

const asItComes = { version: 0, signCommits: false } as const;

export function settingsReads({ db, orgId }: TenantTx): Pick<TenantReader, "organizationSettings"> {
  return {
    async organizationSettings() {
      const select = { version: true, signCommits: true } as const;
      return (await db.organizationSettings.findUnique({ where: { orgId }, select })) ?? asItComes;
    },
  };
}

export function settingsWrites({ db, orgId }: TenantTx): Pick<TenantWriter, "changeSettings"> {
  return {
    async changeSettings(version, { name, ...settings }) {
      await db.organizationSettings.createMany({ data: [{ orgId }], skipDuplicates: true });
      const { count } = await db.organizationSettings.updateMany({
        where: { orgId, version },
        data: { ...settings, version: { increment: 1 } },
      });
      if (count === 0) return false;
      if (name !== undefined) {
        await db.organization.updateMany({ where: { id: orgId }, data: { name } });
      }
      return true;
    },
  };
}
