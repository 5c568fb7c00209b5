import { expect, it } from "vitest";

import { optionsFrom } from "./environment.ts";

it("has a default for everything, also where a variable is set to nothing", () => {
  expect(optionsFrom({ SANDBOX_CONFIG_REPO: "", SANDBOX_HTTP_PORT: "" })).toEqual({
    dataDir: ".stagecoach/sandbox",
    ports: { http: 0, identity: 0, smtp: 0 },
    pace: "normal",
  });
});

it("reads what is set", () => {
  const options = optionsFrom({
    SANDBOX_DATA: "/data",
    SANDBOX_HTTP_PORT: "4001",
    SANDBOX_CONFIG_REPO: "/repo",
    SANDBOX_OIDC_SECRET: "s",
    STAGECOACH_URL: "http://localhost:3000",
    GATEWAY_TARGET: "127.0.0.1:4100",
  });
  expect(options).toMatchObject({
    dataDir: "/data",
    ports: { http: 4001 },
    configRepo: "/repo",
    clientSecret: "s",
    webUrl: "http://localhost:3000",
    gateway: { host: "127.0.0.1", port: 4100 },
  });
});

it.each([
  { SANDBOX_HTTP_PORT: "http" },
  { SANDBOX_SMTP_PORT: "70000" },
  { GATEWAY_TARGET: "4100" },
  { STAGECOACH_URL: "here" },
])("refuses %j", (environment) => {
  expect(() => optionsFrom(environment)).toThrow();
});
