import type { TenantWriter } from "#ports/store/writer.ts";
import type { TenantContext } from "#services/context.ts";

import { signingKeyPlace } from "./signing-key.ts";

/** Makes a new key the one that signs; its private part is sealed at once. */
export async function makeSigningKey(tx: TenantWriter, ctx: TenantContext): Promise<void> {
  const id = ctx.ids.uuid();
  const { publicKey, privateKey } = ctx.signingKeys.make(`stagecoach/${ctx.organization.slug}`);
  const sealed = ctx.secrets.seal(privateKey, signingKeyPlace(ctx.organization.id, id));
  await tx.addSigningKey({ id, publicKey, privateKey: sealed });
}
