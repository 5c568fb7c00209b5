import type { CreateCluster, Enrolment } from "#contracts/api/cluster.ts";
import { DomainError } from "#domain/error.ts";
import { parseRemoteUrl } from "#domain/git/remote-url.ts";
import type { TenantReader } from "#ports/store/reader.ts";
import type { TenantWriter } from "#ports/store/writer.ts";
import type { TenantContext, Verb } from "#services/context.ts";
import { sealCredentials } from "#services/repository/seal-credentials.ts";

import { makeEnrolment } from "./enrolment-token.ts";

/** The usual order of a pipeline; other environments come between stage and prod. */
const positions: Readonly<Record<string, number>> = { dev: 10, test: 20, stage: 30, prod: 50 };
const otherPosition = 40;

/** Adds a cluster, connects its config repository where given, and makes its first enrolment token. */
export async function createCluster({
  ctx,
  input,
  gatewayUrl,
}: Verb<CreateCluster> & { readonly gatewayUrl: string }): Promise<Enrolment> {
  await ctx.store.read(ctx.organization.id, (tx) => requireFreeName(tx, input.name));
  const id = ctx.ids.uuid();
  const intent = {
    permission: "cluster.enrol",
    event: "cluster.created",
    actor: ctx.actor,
    grant: ctx.grant,
    subject: `cluster/${input.name}`,
    details: { environment: input.environment },
  } as const;
  return ctx.store.write(ctx.organization.id, intent, async (tx) => {
    await tx.createCluster({
      id,
      name: input.name,
      environment: input.environment,
      position: positions[input.environment] ?? otherPosition,
      createdAt: ctx.clock.now(),
    });
    if (input.source) await connectSource(tx, ctx, { clusterId: id, source: input.source });
    return makeEnrolment(tx, { ctx, clusterId: id, gatewayUrl });
  });
}

async function requireFreeName(tx: TenantReader, name: string): Promise<void> {
  if ((await tx.clusters()).some((cluster) => cluster.name === name)) {
    throw new DomainError("conflict", `There is a cluster ${name} already.`, { pointer: "/name" });
  }
}

async function connectSource(
  tx: TenantWriter,
  ctx: TenantContext,
  {
    clusterId,
    source,
  }: { readonly clusterId: string; readonly source: NonNullable<CreateCluster["source"]> },
): Promise<void> {
  const organizationId = ctx.organization.id;
  const { url } = parseRemoteUrl(source.repository);
  const known = (await tx.configRepositories()).find((repository) => repository.url === url);
  const repositoryId = known?.id ?? ctx.ids.uuid();
  const { username, password } = source;
  if (known === undefined || password !== undefined) {
    const credentials =
      password === undefined
        ? ({ kind: "none" } as const)
        : ({ kind: "basic", password, ...(username !== undefined && { username }) } as const);
    const place = { organizationId, repositoryId, url };
    await tx.putConfigRepository({
      id: repositoryId,
      url,
      credentials: sealCredentials(ctx.secrets, credentials, place),
    });
  }
  const { branch, path } = source;
  await tx.putClusterSource({ clusterId, repositoryId, branch, path: trimSlashes(path) });
  await tx.enqueue("read-branch", { organizationId, configRepositoryId: repositoryId, branch });
}

function trimSlashes(path: string): string {
  return path.replaceAll(/^[./]+|\/+$/g, "");
}
