import { createHash } from "node:crypto";

import { installPath } from "#contracts/agent-install.ts";
import type { Enrolment } from "#contracts/api/cluster.ts";
import type { TenantWriter } from "#ports/store/writer.ts";
import type { TenantContext } from "#services/context.ts";

const lifetimeMs = 60 * 60 * 1000;
const prefix = "sce_";

/** Makes a token of 256 random bits, valid for an hour and for one agent; only its hash is stored. */
export async function makeEnrolment(
  tx: TenantWriter,
  input: { readonly ctx: TenantContext; readonly clusterId: string; readonly gatewayUrl: string },
): Promise<Enrolment> {
  const { ctx, clusterId, gatewayUrl } = input;
  const token = `${prefix}${ctx.ids.secret()}`;
  const createdAt = ctx.clock.now();
  const expiresAt = new Date(createdAt.getTime() + lifetimeMs);
  await tx.addEnrolmentToken({
    id: ctx.ids.uuid(),
    clusterId,
    hash: hashToken(token),
    createdAt,
    expiresAt,
  });
  const installUrl = `${gatewayUrl}${installPath}?token=${token}`;
  return { clusterId, token, installUrl, expiresAt: expiresAt.toISOString() };
}

/** How tokens are kept: SHA-256, hexadecimal. Their 256 random bits need no salt. */
export function hashToken(token: string): string {
  return createHash("sha256").update(token).digest("hex");
}
