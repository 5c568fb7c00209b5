import { describe, expect, it } from "vitest";

import { readConfig } from "./config.ts";

const complete = {
  DATABASE_URL: "postgres://app@localhost/stagecoach",
  SECRETS_KEY: Buffer.alloc(32, 1).toString("base64"),
  STAGECOACH_DATA: "/var/lib/stagecoach",
};

describe("readConfig", () => {
  it("needs three variables and has a default for the others", () => {
    expect(readConfig(complete)).toEqual({
      databaseUrl: complete.DATABASE_URL,
      redisUrl: null,
      secretsKey: complete.SECRETS_KEY,
      dataFolder: "/var/lib/stagecoach",
      imageScanMs: 60_000,
      branchPollMs: 30_000,
    });
  });

  it("takes the others where they are set", () => {
    const config = readConfig({
      ...complete,
      REDIS_URL: "redis://localhost:6379",
      IMAGE_SCAN_SECONDS: "5",
      BRANCH_POLL_SECONDS: "7",
    });
    expect(config).toMatchObject({
      redisUrl: "redis://localhost:6379",
      imageScanMs: 5_000,
      branchPollMs: 7_000,
    });
  });

  it.each([
    { name: "DATABASE_URL", value: undefined },
    { name: "DATABASE_URL", value: "mysql://localhost/x" },
    { name: "REDIS_URL", value: "http://localhost" },
    { name: "SECRETS_KEY", value: "c2hvcnQ=" },
    { name: "SECRETS_KEY", value: "not base64!" },
    { name: "STAGECOACH_DATA", value: "" },
    { name: "IMAGE_SCAN_SECONDS", value: "0" },
    { name: "BRANCH_POLL_SECONDS", value: "soon" },
  ])("names $name when it is $value", ({ name, value }) => {
    expect(() => readConfig({ ...complete, [name]: value })).toThrow(`  ${name}: `);
  });

  it("names everything that is wrong at once, and no value", () => {
    const wrong = { SECRETS_KEY: "hunter2", STAGECOACH_DATA: "" };
    expect(() => readConfig(wrong)).toThrow(/DATABASE_URL[^]*SECRETS_KEY[^]*STAGECOACH_DATA/);
    expect(() => readConfig(wrong)).not.toThrow(/hunter2/);
  });
});
