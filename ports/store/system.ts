import type { JobName } from "#contracts/jobs.ts";
import type { Grant } from "#domain/access/can.ts";

import type { Actor } from "./actor.ts";
import type { MembershipRow, OrganizationRow } from "./organization-rows.ts";

export interface OutboxEntry {
  readonly id: bigint;
  readonly organizationId: string;
  readonly name: JobName;
  readonly payload: unknown;
}

export interface DueWork {
  readonly lanes: readonly { readonly organizationId: string; readonly laneId: string }[];
  readonly rollouts: readonly { readonly organizationId: string; readonly clusterId: string }[];
  readonly scans: readonly {
    readonly organizationId: string;
    readonly imageRepositoryId: string;
  }[];
  readonly branches: readonly {
    readonly organizationId: string;
    readonly configRepositoryId: string;
    readonly branch: string;
  }[];
  readonly plans: readonly { readonly organizationId: string; readonly planId: string }[];
}

/** The few questions that stand before any organization is known. Answers are identifiers, never contents. */
export interface SystemReader {
  memberships(userId: string): Promise<readonly MembershipRow[]>;
  /** Which cluster an enrolment token was made for, whether or not it can still be used. */
  enrolmentToken(
    hash: string,
  ): Promise<{ readonly organizationId: string; readonly clusterId: string } | null>;
  /** Which organization a cluster belongs to: an agent names only its cluster. */
  clusterOrganization(clusterId: string): Promise<string | null>;
  /**
   * Creates an organization with its first owner, and audits it. DomainError "conflict" where the slug
   * is taken. Everything else is done inside of one.
   */
  createOrganization(input: {
    readonly organization: OrganizationRow;
    readonly owner: { readonly userId: string; readonly grant: Grant } | null;
    readonly actor: Actor;
    readonly now: Date;
  }): Promise<void>;
  organizationBySlug(slug: string): Promise<OrganizationRow | null>;
  /** Turns the invitations for a verified address into memberships; returns how many. */
  acceptInvitations(
    user: { readonly id: string; readonly email: string },
    now: Date,
  ): Promise<number>;

  /** The oldest outbox entries that no other relay holds; they are gone once `handled` resolves. */
  relayOutbox(
    limit: number,
    handle: (entries: readonly OutboxEntry[]) => Promise<void>,
  ): Promise<number>;
  /** What should be rung although nobody rang: the net under every doorbell. */
  dueWork(
    now: Date,
    after: { readonly scanMs: number; readonly branchMs: number },
  ): Promise<DueWork>;
  /** Marks agents offline that were not seen since; returns their clusters. */
  expireSessions(
    before: Date,
  ): Promise<readonly { readonly organizationId: string; readonly clusterId: string }[]>;
  /** Forgets stream events, outbox leftovers and plans that are older. */
  prune(before: Date): Promise<void>;
  /** Answers when the database does. */
  ping(): Promise<void>;
}
