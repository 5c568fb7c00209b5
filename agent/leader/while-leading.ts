import { randomUUID } from "node:crypto";

import type { Config } from "#agent/config.ts";
import type { KubeClient } from "#agent/kube/kube-client.ts";
import type { Log } from "#contracts/log.ts";

import { lead } from "./lead.ts";

/**
 * Does the work while this process holds its lease, or at once where it has none. Throws when the lease is lost: the
 * process is to end, and a new one to wait for its turn.
 */
export async function whileLeading(
  options: {
    readonly config: Config;
    readonly client: KubeClient;
    readonly log: Log;
    readonly signal: AbortSignal;
  },
  work: (signal: AbortSignal) => Promise<void>,
): Promise<void> {
  const { config, client, log, signal } = options;
  if (config.lease === undefined) return work(signal);
  const holder = config.holder ?? randomUUID();
  const leading = await lead({ client, ...config.lease, holder, log, signal }).catch(
    (error: unknown) => {
      if (signal.aborted) return null;
      throw error;
    },
  );
  if (leading === null) return;
  await work(AbortSignal.any([signal, leading.lost]));
  if (leading.lost.aborted) throw new Error("Another agent took the lease; this one ends.");
}
