import { constants } from "node:fs";
import { access } from "node:fs/promises";

import type { Config } from "#agent/config.ts";
import { createFileIdentityStore } from "#agent/identity/file-identity-store.ts";

import { findingsOf } from "./finding.ts";
import type { Finding } from "./finding.ts";
import { networkWords } from "./network-cause.ts";

type Where = Pick<Config, "stateDir" | "enrolmentToken">;

/** Whether the agent has an identity, and could store a new key. Nothing of the key is told. */
export async function checkIdentity(config: Where): Promise<Finding> {
  const { stateDir } = config;
  const { ok, warning, failed } = findingsOf("identity");
  const isWritable = await access(stateDir, constants.W_OK).then(
    () => true,
    () => false,
  );
  try {
    const identity = await createFileIdentityStore(stateDir).load();
    if (identity === null) return missing(config, isWritable);
    const { organization, cluster, generation, keySince, nextKey } = identity;
    const since = keySince === null ? "" : `, since ${keySince.toISOString()}`;
    const found = `Enrolled as ${organization}/${cluster}; key number ${generation}${since}.`;
    if (!isWritable) {
      const next = `Make ${stateDir} writable for the agent (fsGroup 1000): its key cannot be rotated.`;
      return warning(found, next);
    }
    return ok(nextKey === null ? found : `${found} The next key waits to be handed over.`);
  } catch (error) {
    return failed(
      `The identity in ${stateDir} cannot be read: ${networkWords(error)}.`,
      "Where the file is damaged, delete it and enrol anew with the command of the cluster's page.",
    );
  }
}

function missing({ stateDir, enrolmentToken }: Where, isWritable: boolean): Finding {
  const { warning, failed } = findingsOf("identity");
  if (!isWritable) {
    const next = "Mount a volume there that the agent's user may write to; the chart makes one.";
    return failed(`There is none, and ${stateDir} cannot be written to.`, next);
  }
  if (enrolmentToken !== undefined) {
    const next = "Start the agent: it uses its token. A token works once, for an hour.";
    return warning("The agent is not enrolled yet.", next);
  }
  const next = "Make a command on the cluster's page and run it: it brings a token.";
  return failed("The agent is not enrolled and has no token.", next);
}
