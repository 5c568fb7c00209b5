import type { GitBranch, GitCredentials, GitRemote } from "#ports/git-repository.ts";
import type { ConfigRepositoryRow } from "#ports/store/repository-rows.ts";
import { repositorySecretPlace } from "#services/repository/seal-credentials.ts";
import type { WorkerContext } from "#services/worker-context.ts";

type Opening = Pick<WorkerContext, "git" | "secrets" | "organizationId">;

/** The branch of a config repository, with its secrets opened. */
export function openBranch(
  ctx: Opening,
  repository: ConfigRepositoryRow,
  branch: string,
): GitBranch {
  return ctx.git.branch(openRemote(ctx, repository), branch);
}

/** A config repository as git is to reach it, with its secrets opened. */
export function openRemote(ctx: Opening, repository: ConfigRepositoryRow): GitRemote {
  const { url, ca, hostKey } = repository;
  return {
    url,
    credentials: openCredentials(ctx, repository),
    ...(ca !== null && { ca }),
    ...(hostKey !== null && { hostKey }),
  };
}

function openCredentials(
  { secrets, organizationId }: Opening,
  { id, credentials }: ConfigRepositoryRow,
): GitCredentials {
  function open(sealed: string, field: "password" | "private-key" | "passphrase"): string {
    return secrets.open(sealed, repositorySecretPlace(organizationId, id, field));
  }
  switch (credentials.kind) {
    case "none":
      return credentials;
    case "basic":
      return { ...credentials, password: open(credentials.password, "password") };
    case "github-app":
      return { ...credentials, privateKey: open(credentials.privateKey, "private-key") };
    case "ssh-key": {
      const { kind, privateKey, passphrase } = credentials;
      return {
        kind,
        privateKey: open(privateKey, "private-key"),
        passphrase: passphrase === null ? null : open(passphrase, "passphrase"),
      };
    }
  }
}
