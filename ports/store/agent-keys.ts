import type { LockCause } from "#contracts/api/cluster-agent.ts";
import type { Opening } from "#domain/agent/key-contest.ts";

export interface KeyLock {
  readonly at: Date;
  readonly cause: LockCause;
}

/** The key of a cluster's agent as people are told of it. */
export interface AgentKeyFacts {
  readonly generation: number;
  readonly createdAt: Date;
  /** Null before it was first rotated. */
  readonly rotatedAt: Date | null;
  /** Whether the agent that connected last can rotate its key. */
  readonly rotates: boolean;
  /** Whether it runs in another Kubernetes cluster than the agent before it. */
  readonly elsewhere: boolean;
  readonly lock: KeyLock | null;
}

/** The key that opens connections. */
export interface AgentKey {
  /** Stays the same while the key is rotated; another one is another enrolment. */
  readonly id: string;
  readonly publicKey: string;
  readonly generation: number;
  readonly openings: readonly Opening[];
  readonly lock: KeyLock | null;
}

export interface AgentKeyRecords {
  agentKey(clusterId: string): Promise<AgentKey | null>;
  /** A key that was replaced in the same enrolment. */
  retiredKey(
    clusterId: string,
    generation: number,
  ): Promise<{ readonly publicKey: string; readonly validUntil: Date } | null>;
  recordOpenings(
    clusterId: string,
    found: { readonly openings: readonly Opening[]; readonly rotates: boolean },
  ): Promise<void>;
  /** Replaces the key, keeps the old one until `oldValidUntil` and as evidence after that; audited. */
  rotateKey(input: {
    readonly clusterId: string;
    readonly publicKey: string;
    /** Of the new key. */
    readonly generation: number;
    readonly at: Date;
    readonly oldValidUntil: Date;
  }): Promise<void>;
  /** Ends the cluster's session and accepts its key no more, until it is enrolled anew; audited. */
  lockKey(clusterId: string, lock: KeyLock): Promise<void>;
  /** Notes which Kubernetes cluster the agent runs in; another one than before is told to people. */
  recordPlace(clusterId: string, kubernetesUid: string): Promise<void>;
}

export interface AgentKeyWrites {
  /** Tells the agent to rotate its key; it may begin until `notAfter`. */
  askKeyRotation(input: {
    readonly id: string;
    readonly clusterId: string;
    readonly askedAt: Date;
    readonly notAfter: Date;
  }): Promise<void>;
}
