import { registryHost } from "#domain/image/ref.ts";
import type { RegistryAccess } from "#ports/image-registry.ts";
import type { RegistryRow } from "#ports/store/image-rows.ts";
import type { WorkerContext } from "#services/worker-context.ts";

/** How a worker reaches a registry of its organization, with the password opened. */
export function registryAccess(ctx: WorkerContext, row: RegistryRow): RegistryAccess {
  const { id, host, endpoint, username, password } = row;
  return {
    host: registryHost(`${host}/any`),
    endpoint,
    ...(username !== null && { username }),
    ...(password !== null && {
      password: ctx.secrets.open(password, {
        organizationId: ctx.organizationId,
        table: "registry",
        row: id,
        field: "password",
      }),
    }),
  };
}
