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
  /** SHA-256 of the token it enrolled with, so that a new token is told from the used one. */
  readonly tokenHash: string;
}

/** Where the identity outlives the process. */
export interface IdentityStore {
  load(): Promise<Identity | null>;
  save(identity: Identity): Promise<void>;
}
