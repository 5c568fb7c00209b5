import type { GitHost } from "#ports/git-repository.ts";

import { MirroredBranch } from "./git-branch.ts";
import { Mirror } from "./mirror.ts";

/** Git hosts over HTTP(S), with a bare mirror per repository kept in `folder` between jobs. */
export function createGitHost({ folder }: { readonly folder: string }): GitHost {
  const mirrors = new Map<string, Mirror>();
  return {
    branch(remote, branch) {
      const mirror = mirrors.get(remote.url) ?? new Mirror(folder, remote.url);
      mirrors.set(remote.url, mirror);
      return new MirroredBranch(mirror, remote, branch);
    },
  };
}
