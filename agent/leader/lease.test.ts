import { describe, expect, it } from "vitest";

import { leaseStep, look } from "./lease.ts";
import type { Lease } from "./lease.ts";

function lease(holder: string | null, version = "1"): Lease {
  const spec = { holderIdentity: holder, leaseDurationSeconds: 30 };
  return { metadata: { resourceVersion: version }, spec };
}

describe("what a candidate does", () => {
  it.each([
    ["creates a lease that is not there", null, 0, "create"],
    ["renews its own", lease("a"), 0, "renew"],
    ["renews its own even late", lease("a"), 90_000, "renew"],
    ["takes one that was given up", lease(""), 0, "take"],
    ["takes one without a holder", lease(null), 0, "take"],
    ["waits while another renews", lease("b"), 30_000, "wait"],
    ["takes one that was not renewed for its duration", lease("b"), 30_001, "take"],
    ["takes one without a spec", { metadata: { resourceVersion: "1" } }, 0, "take"],
  ] as const)("%s", (_name, seen, now, step) => {
    const sighting = seen && { lease: seen, seenAt: 0 };
    expect(leaseStep({ sighting, holder: "a", now })).toBe(step);
  });
});

describe("a further look", () => {
  it("keeps the time of a lease that did not change", () => {
    const first = look(null, lease("b"), 1000);
    expect(look(first, lease("b"), 9000)).toEqual({ lease: lease("b"), seenAt: 1000 });
  });

  it("begins anew when it was renewed", () => {
    const first = look(null, lease("b"), 1000);
    expect(look(first, lease("b", "2"), 9000)?.seenAt).toBe(9000);
  });

  it("forgets one that is gone", () => {
    expect(look({ lease: lease("b"), seenAt: 1 }, null, 2)).toBeNull();
  });
});
