import type { GitBranch, GitCredentials } from "#ports/git-repository.ts";
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
  const credentials: GitCredentials =
    password === null
      ? { kind: "none" }
      : { kind: "basic", username: username ?? "git", password: ctx.secrets.open(password, place) };
  return ctx.git.branch({ url, credentials }, branch);
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
