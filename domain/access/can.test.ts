import { describe, expect, it } from "vitest";

import { type Grant, type Permission, type Role, can } from "./can.ts";

const roles: readonly Role[] = ["owner", "admin", "promoter", "viewer"];
const table: Readonly<Record<Permission, readonly Role[]>> = {
  "organization.read": ["owner", "admin", "promoter", "viewer"],
  "organization.manage": ["owner"],
  "settings.manage": ["owner", "admin"],
  "member.manage": ["owner", "admin"],
  "cluster.enrol": ["owner", "admin"],
  "cluster.remove": ["owner", "admin"],
  "agent.rotate-key": ["owner", "admin"],
  "sync.run": ["owner", "admin", "promoter"],
  "sync.consent": ["owner", "admin"],
  "plan.create": ["owner", "admin", "promoter"],
  "release.create": ["owner", "admin", "promoter"],
  "release.rollback": ["owner", "admin", "promoter"],
  "release.cancel": ["owner", "admin", "promoter"],
  "lock.override": ["owner", "admin"],
  "logs.read": ["owner", "admin", "promoter"],
};
const permissions = Object.keys(table).filter(isPermission);
const inEnvironments: readonly Permission[] = [
  "sync.run",
  "sync.consent",
  "plan.create",
  "release.create",
  "release.rollback",
  "release.cancel",
  "lock.override",
  "logs.read",
];
const environments = ["dev", "stage", "prod"];

function isPermission(text: string): text is Permission {
  return text in table;
}

function allowed(grant: Grant, permission: Permission, environment?: string): boolean {
  return can(grant, permission, environment === undefined ? {} : { environment }).allowed;
}

describe.each(permissions)("%s", (permission) => {
  it.each(roles)("for %s as the table says", (role) => {
    expect(allowed({ role, promoteTo: null }, permission)).toBe(table[permission].includes(role));
  });

  it.each(roles)("is limited to environments for %s only where it changes one", (role) => {
    const grant: Grant = { role, promoteTo: ["dev"] };
    const has = table[permission].includes(role);
    expect(allowed(grant, permission, "dev")).toBe(has);
    expect(allowed(grant, permission, "prod")).toBe(has && !inEnvironments.includes(permission));
  });
});

describe("removing a grant never adds access", () => {
  const subsets = Array.from({ length: 2 ** environments.length }, (_, bits) =>
    environments.filter((_, index) => (bits >> index) % 2 === 1),
  );
  const grants: readonly Grant[] = roles.flatMap((role) =>
    [null, ...subsets].map((promoteTo) => ({ role, promoteTo })),
  );
  const places = [undefined, ...environments, "elsewhere"];

  function isWithin(smaller: Grant, larger: Grant): boolean {
    if (roles.indexOf(smaller.role) < roles.indexOf(larger.role)) return false;
    const { promoteTo } = larger;
    if (promoteTo === null) return true;
    return smaller.promoteTo?.every((environment) => promoteTo.includes(environment)) ?? false;
  }

  it.each(permissions)("neither a lower role nor fewer environments add %s", (permission) => {
    const pairs = grants.flatMap((larger) =>
      grants
        .filter((smaller) => isWithin(smaller, larger))
        .map((smaller) => [smaller, larger] as const),
    );
    expect(pairs.length).toBeGreaterThan(grants.length);
    for (const [smaller, larger] of pairs) {
      const added = places.filter(
        (place) => allowed(smaller, permission, place) && !allowed(larger, permission, place),
      );
      expect(added).toEqual([]);
    }
  });

  it("without an environment means: in at least one", () => {
    for (const grant of grants) {
      for (const permission of inEnvironments) {
        const somewhere = [...environments, "elsewhere"].some((place) =>
          allowed(grant, permission, place),
        );
        expect(allowed(grant, permission)).toBe(somewhere);
      }
    }
  });
});

describe("a refusal tells the person what is needed", () => {
  it.each([
    {
      grant: { role: "viewer", promoteTo: null },
      permission: "organization.manage",
      reason: "To change the organization, you need the role owner.",
    },
    {
      grant: { role: "viewer", promoteTo: null },
      permission: "cluster.enrol",
      reason: "To connect a cluster, you need the role admin or owner.",
    },
    {
      grant: { role: "viewer", promoteTo: ["prod"] },
      permission: "release.create",
      reason: "To promote, you need the role promoter, admin or owner.",
    },
    {
      grant: { role: "promoter", promoteTo: ["dev", "stage"] },
      permission: "release.create",
      reason: "You may promote in dev or stage, not in prod.",
    },
    {
      grant: { role: "promoter", promoteTo: ["dev"] },
      permission: "release.rollback",
      reason: "You may roll back in dev, not in prod.",
    },
    {
      grant: { role: "promoter", promoteTo: null },
      permission: "lock.override",
      reason: "To change what is locked, you need the role admin or owner.",
    },
    {
      grant: { role: "admin", promoteTo: ["dev"] },
      permission: "lock.override",
      reason: "You may change what is locked in dev, not in prod.",
    },
    {
      grant: { role: "viewer", promoteTo: null },
      permission: "logs.read",
      reason: "To read logs, you need the role promoter, admin or owner.",
    },
    {
      grant: { role: "promoter", promoteTo: [] },
      permission: "plan.create",
      reason: "You may not plan a promotion in any environment. Ask an admin.",
    },
  ] as const)("$reason", ({ grant, permission, reason }) => {
    expect(can(grant, permission, { environment: "prod" })).toEqual({ allowed: false, reason });
  });
});
