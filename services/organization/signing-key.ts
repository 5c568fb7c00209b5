import type { SecretPlace } from "#ports/secrets.ts";
import type { WorkerContext } from "#services/worker-context.ts";

/** The key that signs the organization's commits, opened; null where they are not signed. */
export async function openSigningKey(
  ctx: Pick<WorkerContext, "store" | "secrets" | "organizationId">,
): Promise<string | null> {
  const key = await ctx.store.read(ctx.organizationId, (tx) => tx.activeSigningKey());
  return key && ctx.secrets.open(key.privateKey, signingKeyPlace(ctx.organizationId, key.id));
}

/** Where the private part of a signing key is sealed for. */
export function signingKeyPlace(organizationId: string, keyId: string): SecretPlace {
  return { organizationId, table: "signing_key", row: keyId, field: "private_key" };
}
