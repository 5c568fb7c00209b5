import { describe, expect, it } from "vitest";

import { readConfig } from "./config.ts";

const complete = {
  DATABASE_URL: "postgresql://app:secret@127.0.0.1:5432/stagecoach",
  SECRETS_KEY: Buffer.alloc(32, 1).toString("base64"),
  STAGECOACH_DATA: "/data",
};

describe("the workers' configuration", () => {
  it("has defaults for what may be left out, also when it is set to nothing", () => {
    expect(readConfig({ ...complete, REDIS_URL: "", IMAGE_SCAN_SECONDS: "" })).toMatchObject({
      redisUrl: null,
      imageScanMs: 60_000,
      branchPollMs: 30_000,
      committer: { name: "Stagecoach", email: "stagecoach@localhost" },
    });
  });

  it.each([
    ["DATABASE_URL", "mysql://127.0.0.1/x"],
    ["DATABASE_URL", ""],
    ["SECRETS_KEY", "c2hvcnQ="],
    ["STAGECOACH_DATA", ""],
    ["REDIS_URL", "http://127.0.0.1"],
    ["BRANCH_POLL_SECONDS", "often"],
  ])("names %s when it is %j", (name, value) => {
    expect(() => readConfig({ ...complete, [name]: value })).toThrow(new RegExp(`\\n  ${name}: `));
  });
});
