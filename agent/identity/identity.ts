import type { KeyObject } from "node:crypto";

/** Who the agent is: what it got when it enrolled, and the key that proves it. */
export interface Identity {
  readonly clusterId: string;
  readonly organization: string;
  readonly cluster: string;
  /** What proofs are made out to; the agent may be told another way to get there. */
  readonly gatewayUrl: string;
  readonly generation: number;
  readonly privateKey: KeyObject;
  /** Since when it has this key; null where an older agent did not note it. */
  readonly keySince: Date | null;
  /** The key of the generation after, as long as it is not known whether the gateway took it. */
  readonly nextKey: KeyObject | null;
  /** SHA-256 of the token it enrolled with, so that a new token is told from the used one. */
  readonly tokenHash: string;
}

/** Where the identity outlives the process. */
export interface IdentityStore {
  load(): Promise<Identity | null>;
  /** Resolves when it would survive a loss of power. */
  save(identity: Identity): Promise<void>;
}
