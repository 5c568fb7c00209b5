import type { ChangeRepository, RepositorySummary } from "#contracts/api/repository.ts";
import { DomainError } from "#domain/error.ts";
import { parseHostKey } from "#domain/git/host-key.ts";
import { parseRemoteUrl } from "#domain/git/remote-url.ts";
import type { Verb } from "#services/context.ts";

import { askCheck } from "./ask-check.ts";
import { readRepository } from "./list-repositories.ts";
import { requireFit } from "./require-fit.ts";
import { sealCredentials } from "./seal-credentials.ts";

/** Changes how a repository is opened or whom it is taken from, and has the connection tried. */
export async function changeRepository({
  ctx,
  input,
}: Verb<ChangeRepository & { readonly id: string }>): Promise<RepositorySummary> {
  const { id, credentials } = input;
  const { url } = await readRepository({ ctx, input: { id } });
  if (credentials) requireFit(parseRemoteUrl(url), credentials);
  if (input.hostKey !== undefined) parseHostKey(input.hostKey);
  const intent = {
    permission: "cluster.enrol",
    event: "repository.changed",
    actor: ctx.actor,
    grant: ctx.grant,
    subject: url,
    details: {
      ...(credentials && { credentials: credentials.kind }),
      ...(input.hostKey !== undefined && { hostKey: input.hostKey }),
      ...(input.ca !== undefined && { ca: "changed" }),
    },
  } as const;
  await ctx.store.write(ctx.organization.id, intent, async (tx) => {
    const known = await tx.configRepository(id);
    if (!known) throw new DomainError("not-found", "There is no such config repository.");
    const place = { organizationId: ctx.organization.id, repositoryId: id, url };
    await tx.putConfigRepository({
      id,
      url,
      credentials: credentials
        ? sealCredentials(ctx.secrets, credentials, place)
        : known.credentials,
      hostKey: input.hostKey ?? known.hostKey,
      ca: input.ca ?? known.ca,
    });
    await askCheck(ctx, tx, id);
  });
  return readRepository({ ctx, input: { id } });
}
