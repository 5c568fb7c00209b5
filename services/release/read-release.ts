import type { ReleaseDetail } from "#contracts/api/release.ts";
import { DomainError } from "#domain/error.ts";
import { authorize } from "#services/authorize.ts";
import type { Verb } from "#services/context.ts";

import { presentDetail } from "./present-release.ts";

/** A release by its number. DomainError "not-found" where this organization has none such. */
export async function readRelease({
  ctx,
  input,
}: Verb<{ readonly number: number }>): Promise<ReleaseDetail> {
  authorize(ctx, "organization.read");
  const detail = await ctx.store.read(ctx.organization.id, async (tx) => {
    const release = await tx.release(input.number);
    return release && presentDetail(tx, release);
  });
  if (!detail) throw new DomainError("not-found", `There is no release #${input.number}.`);
  return detail;
}
