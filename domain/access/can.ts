/** What a member of an organization may do, from most to least. */
export type Role = "owner" | "admin" | "promoter" | "viewer";

export type Permission =
  | "organization.read"
  | "organization.manage"
  | "settings.manage"
  | "member.manage"
  | "cluster.enrol"
  | "cluster.remove"
  | "agent.rotate-key"
  | "sync.run"
  | "sync.consent"
  | "plan.create"
  | "release.create"
  | "release.rollback"
  | "release.cancel"
  | "lock.override"
  | "logs.read";

/** A member's role, and the environments it may change; null means every environment. */
export interface Grant {
  readonly role: Role;
  readonly promoteTo: readonly string[] | null;
}

export type Decision =
  | { readonly allowed: true }
  | { readonly allowed: false; readonly reason: string };

interface Rule {
  /** The least role that has the permission; every role above has it too. */
  readonly from: Role;
  /** Whether the permission is one of an environment, and so also needs the grant's `promoteTo`. */
  readonly inEnvironment: boolean;
  readonly act: string;
}

/**
 * The whole of who may do what. Only an owner may rename, bill or delete the organization; an admin runs it; a
 * promoter changes what runs, in the environments of the grant, and reads there what programs write; a viewer reads
 * the rest.
 */
const rules: Readonly<Record<Permission, Rule>> = {
  "organization.read": { from: "viewer", inEnvironment: false, act: "see this organization" },
  "organization.manage": { from: "owner", inEnvironment: false, act: "change the organization" },
  "settings.manage": { from: "admin", inEnvironment: false, act: "change the settings" },
  "member.manage": { from: "admin", inEnvironment: false, act: "manage members" },
  "cluster.enrol": { from: "admin", inEnvironment: false, act: "connect a cluster" },
  "cluster.remove": { from: "admin", inEnvironment: false, act: "remove a cluster" },
  "agent.rotate-key": { from: "admin", inEnvironment: false, act: "rotate an agent's key" },
  "sync.run": { from: "promoter", inEnvironment: true, act: "have a cluster synced" },
  "sync.consent": { from: "admin", inEnvironment: true, act: "let a sync delete or take over" },
  "plan.create": { from: "promoter", inEnvironment: true, act: "plan a promotion" },
  "release.create": { from: "promoter", inEnvironment: true, act: "promote" },
  "release.rollback": { from: "promoter", inEnvironment: true, act: "roll back" },
  "release.cancel": { from: "promoter", inEnvironment: true, act: "cancel a release" },
  "lock.override": { from: "admin", inEnvironment: true, act: "change what is locked" },
  "logs.read": { from: "promoter", inEnvironment: true, act: "read logs" },
};

const rank: Readonly<Record<Role, number>> = { owner: 3, admin: 2, promoter: 1, viewer: 0 };

/**
 * Whether a grant allows a permission, in `environment` where one is meant. A refusal says what would be needed, in a
 * sentence for the person refused. Without an environment, the answer is whether any environment allows it.
 */
export function can(
  grant: Grant,
  permission: Permission,
  where: { readonly environment?: string } = {},
): Decision {
  const rule = rules[permission];
  if (rank[grant.role] < rank[rule.from]) {
    return {
      allowed: false,
      reason: `To ${rule.act}, you need the role ${roleOrAbove(rule.from)}.`,
    };
  }
  if (!rule.inEnvironment || grant.promoteTo === null) return { allowed: true };
  if (grant.promoteTo.length === 0) {
    return { allowed: false, reason: `You may not ${rule.act} in any environment. Ask an admin.` };
  }
  const { environment } = where;
  if (environment === undefined || grant.promoteTo.includes(environment)) return { allowed: true };
  const reason = `You may ${rule.act} in ${listed(grant.promoteTo)}, not in ${environment}.`;
  return { allowed: false, reason };
}

function roleOrAbove(role: Role): string {
  const order: readonly Role[] = ["viewer", "promoter", "admin", "owner"];
  return listed(order.filter((other) => rank[other] >= rank[role]));
}

function listed(words: readonly string[]): string {
  const last = words.at(-1) ?? "";
  return words.length < 2 ? last : `${words.slice(0, -1).join(", ")} or ${last}`;
}
