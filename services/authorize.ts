import { can } from "#domain/access/can.ts";
import type { Permission } from "#domain/access/can.ts";
import { DomainError } from "#domain/error.ts";

import type { TenantContext } from "./context.ts";

/** Throws "forbidden" with the reason when the context's role does not allow it. */
export function authorize(ctx: TenantContext, permission: Permission, environment?: string): void {
  const answer = can(ctx.grant, permission, environment === undefined ? {} : { environment });
  if (!answer.allowed) throw new DomainError("forbidden", answer.reason, { permission });
}
