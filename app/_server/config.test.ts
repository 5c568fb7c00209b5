import { describe, expect, it } from "vitest";

import { readConfig } from "./config.ts";

const complete = {
  DATABASE_URL: "postgres://app@db/stagecoach",
  STAGECOACH_URL: "https://stagecoach.test",
  NEXTAUTH_SECRET: "s".repeat(32),
  SECRETS_KEY: "a2V5",
  GATEWAY_URL: "wss://gateway.test/",
};

describe("readConfig", () => {
  it("needs no more than the five", () => {
    expect(readConfig(complete)).toMatchObject({
      databaseUrl: "postgres://app@db/stagecoach",
      redisUrl: null,
      gatewayUrl: "https://gateway.test",
      oidc: null,
      github: null,
      email: null,
      sandboxUrl: null,
    });
  });

  it.each(Object.keys(complete))("names %s when it is missing", (name) => {
    expect(() => readConfig({ ...complete, [name]: undefined })).toThrow(name);
    expect(() => readConfig({ ...complete, [name]: "" })).toThrow(name);
  });

  it("names everything that is wrong at once", () => {
    const wrong = { ...complete, DATABASE_URL: "mysql://db", NEXTAUTH_SECRET: "short" };
    expect(() => readConfig(wrong)).toThrow(/DATABASE_URL[^]*NEXTAUTH_SECRET/);
  });

  it("offers a provider only when it is complete", () => {
    const github = { GITHUB_ID: "id", GITHUB_SECRET: "secret" };
    expect(readConfig({ ...complete, ...github }).github).not.toBeNull();
    expect(readConfig({ ...complete, GITHUB_ID: "id" }).github).toBeNull();
    const oidc = {
      OIDC_ISSUER: "https://id.test",
      OIDC_CLIENT_ID: "web",
      OIDC_CLIENT_SECRET: "secret",
    };
    expect(readConfig({ ...complete, ...oidc }).oidc?.name).toBe("Single sign-on");
  });
});
