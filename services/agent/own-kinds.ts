import { OwnKind, mostOwnKinds } from "#contracts/agent-own-kinds.ts";
import type { TenantReader } from "#ports/store/reader.ts";

/** The kinds of custom resource that agents of the organization have to watch: as many as they take. */
export async function readOwnKinds(
  tx: Pick<TenantReader, "customWorkloadKinds">,
): Promise<readonly OwnKind[]> {
  const kinds = await tx.customWorkloadKinds();
  return kinds.flatMap((kind) => OwnKind.safeParse(kind).data ?? []).slice(0, mostOwnKinds);
}
