import type { Agent } from "node:http";
import { setTimeout as sleep } from "node:timers/promises";

import { errorText } from "#contracts/log.ts";
import type { Log } from "#contracts/log.ts";

import { EnrolmentRefused, enrol, tokenHash } from "./enrol.ts";
import type { Identity, IdentityStore } from "./identity.ts";

const longestPauseMs = 30_000;

/**
 * The stored identity, or a new one for a token that was not used yet. While the gateway cannot be asked it goes on
 * trying. Throws EnrolmentRefused where the token is not accepted and there is no identity to fall back to.
 */
export async function openIdentity(input: {
  readonly store: IdentityStore;
  readonly token: string | undefined;
  readonly gateway: string;
  readonly agent: Agent;
  readonly clusterUid: string | undefined;
  readonly log: Log;
  readonly signal: AbortSignal;
}): Promise<Identity> {
  const { store, token, log } = input;
  const stored = await store.load();
  if (token === undefined || stored?.tokenHash === tokenHash(token)) {
    if (stored !== null) return stored;
    throw new EnrolmentRefused("The agent is not enrolled: set STAGECOACH_ENROLMENT_TOKEN.");
  }
  try {
    const identity = await enrolPatiently({ ...input, token });
    await store.save(identity);
    log("info", "enrolled", { organization: identity.organization, cluster: identity.cluster });
    return identity;
  } catch (error) {
    if (stored === null || !(error instanceof EnrolmentRefused)) throw error;
    log("warning", "the new token was refused; going on as before", { error: errorText(error) });
    return stored;
  }
}

async function enrolPatiently(input: {
  readonly token: string;
  readonly gateway: string;
  readonly agent: Agent;
  readonly clusterUid: string | undefined;
  readonly log: Log;
  readonly signal: AbortSignal;
}): Promise<Identity> {
  const { log, signal } = input;
  for (let attempt = 0; ; attempt += 1) {
    try {
      return await enrol(input);
    } catch (error) {
      if (error instanceof EnrolmentRefused || signal.aborted) throw error;
      log("warning", "enrolment has to wait for the gateway", { error: errorText(error) });
      await sleep(Math.random() * Math.min(longestPauseMs, 500 * 2 ** attempt), undefined, {
        signal,
      });
    }
  }
}
