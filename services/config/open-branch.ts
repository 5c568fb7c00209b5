import type { GitBranch } from "#ports/git-repository.ts";
import type { ConfigRepositoryRow } from "#ports/store/rows.ts";
import type { WorkerContext } from "#services/worker-context.ts";

/** The branch of a config repository, with its password opened. */
export function openBranch(
  ctx: Pick<WorkerContext, "git" | "secrets" | "organizationId">,
  repository: ConfigRepositoryRow,
  branch: string,
): GitBranch {
  const { url, username, password } = repository;
  const place = repositoryPasswordPlace(ctx.organizationId, repository.id);
  const opened = password === null ? null : ctx.secrets.open(password, place);
  return ctx.git.branch({ url, username, password: opened }, branch);
}

/** Where the password of a config repository is sealed for. */
export function repositoryPasswordPlace(organizationId: string, repositoryId: string) {
  return {
    organizationId,
    table: "config_repository",
    row: repositoryId,
    field: "password",
  } as const;
}
