import { describe, expect, it } from "vitest";

import { jobKey, jobs, parsePayload } from "./jobs.ts";

const organizationId = "0b5c6a0e-0000-4000-8000-000000000001";
const laneId = "0b5c6a0e-0000-4000-8000-000000000002";

describe("jobs", () => {
  it("are these: queues in use hold them by these names", () => {
    expect(Object.keys(jobs)).toEqual([
      "calculate-plan",
      "run-lane",
      "observe-rollouts",
      "scan-images",
      "read-branch",
      "check-repository",
    ]);
  });

  it("carry identifiers only", () => {
    const payload = parsePayload("run-lane", { organizationId, laneId, secret: "x" });
    expect(payload).toEqual({ organizationId, laneId });
  });

  it.each([{}, { organizationId }, { organizationId, laneId: "1" }, null])(
    "refuse %o",
    (payload) => {
      expect(() => parsePayload("run-lane", payload)).toThrow(/laneId|organizationId|object/);
    },
  );

  it("of the same payload have the same key, others another", () => {
    const key = jobKey("run-lane", { organizationId, laneId });
    expect(key).toBe(`run-lane/${organizationId}/${laneId}`);
    expect(jobKey("run-lane", { organizationId, laneId: organizationId })).not.toBe(key);
    const branch = { organizationId, configRepositoryId: laneId };
    expect(jobKey("read-branch", { ...branch, branch: "a" })).not.toBe(
      jobKey("read-branch", { ...branch, branch: "b" }),
    );
  });
});
