import type { GitPerson } from "#ports/git-repository.ts";

/** Who commits where the deployment names nobody else. */
export const defaultCommitter: GitPerson = { name: "Stagecoach", email: "stagecoach@localhost" };
