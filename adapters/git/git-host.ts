import type { GitHost } from "#ports/git-repository.ts";

import { checkConnection } from "./check-connection.ts";
import { MirroredBranch } from "./git-branch.ts";
import { MirrorStore } from "./mirror-store.ts";
import type { AddressReach } from "./transport/address-rules.ts";
import type { TransportLimits } from "./transport/limits.ts";
import { Transports } from "./transport/transports.ts";

const usualMirrorBytes = 5 * 1024 ** 3;

/** Git hosts over HTTP(S) and ssh, with a bare mirror per repository kept in `folder` between jobs. */
export function createGitHost({
  folder,
  mirrorBytes = usualMirrorBytes,
  reach,
  limits,
}: {
  readonly folder: string;
  /** How much all mirrors together may take on disk. */
  readonly mirrorBytes?: number;
  readonly reach?: AddressReach;
  readonly limits?: TransportLimits;
}): GitHost {
  const mirrors = new MirrorStore(folder, mirrorBytes);
  const transports = new Transports({ reach, limits });
  return {
    async check(remote, signal) {
      // A kept connection may have rights that were changed meanwhile.
      const transport = transports.fresh(remote);
      try {
        return await checkConnection(transport, signal);
      } finally {
        transport.close();
      }
    },
    branch(remote, branch) {
      const { transport, key } = transports.of(remote);
      // Who cannot read a repository with his own credentials does not find it in another's mirror either.
      return new MirroredBranch(mirrors.of(key), transport, branch);
    },
  };
}
