import type { ConnectRepository, RepositorySummary } from "#contracts/api/repository.ts";
import { DomainError } from "#domain/error.ts";
import { parseHostKey } from "#domain/git/host-key.ts";
import { parseRemoteUrl } from "#domain/git/remote-url.ts";
import type { Verb } from "#services/context.ts";

import { askCheck } from "./ask-check.ts";
import { readRepository } from "./list-repositories.ts";
import { requireFit } from "./require-fit.ts";
import { sealCredentials } from "./seal-credentials.ts";

/** Connects a config repository and has the connection tried. Its address is kept in its one canonical form. */
export async function connectRepository({
  ctx,
  input,
}: Verb<ConnectRepository>): Promise<RepositorySummary> {
  const address = parseRemoteUrl(input.url);
  requireFit(address, input.credentials);
  if (input.hostKey !== undefined) parseHostKey(input.hostKey);
  const id = ctx.ids.uuid();
  const { url } = address;
  const place = { organizationId: ctx.organization.id, repositoryId: id, url };
  const intent = {
    permission: "cluster.enrol",
    event: "repository.connected",
    actor: ctx.actor,
    grant: ctx.grant,
    subject: url,
    details: { credentials: input.credentials.kind },
  } as const;
  await ctx.store.write(ctx.organization.id, intent, async (tx) => {
    if ((await tx.configRepositories()).some((known) => known.url === url)) throw known(url);
    await tx.putConfigRepository({
      id,
      url,
      credentials: sealCredentials(ctx.secrets, input.credentials, place),
      hostKey: input.hostKey ?? null,
      ca: input.ca ?? null,
    });
    await askCheck(ctx, tx, id);
  });
  return readRepository({ ctx, input: { id } });
}

function known(url: string): DomainError {
  const message = `${url} is connected already. Open it to change how it is opened.`;
  return new DomainError("conflict", message, { pointer: "/url" });
}
