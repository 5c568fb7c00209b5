import { describe, expect, it } from "vitest";

import { readConfig } from "./config.ts";

const env = {
  NODE_ENV: "test",
  STAGECOACH_GATEWAY: "wss://gateway.acme.test/",
  STAGECOACH_STATE_DIR: "/data",
} as const;

describe("the agent's configuration", () => {
  it("needs a gateway and a folder", () => {
    expect(readConfig(env)).toEqual({
      gateway: "https://gateway.acme.test",
      enrolmentToken: undefined,
      stateDir: "/data",
      sync: "apply",
      argoSync: "off",
      namespaces: [],
      caFile: undefined,
      lease: undefined,
      holder: undefined,
      namespace: "stagecoach",
      healthPort: undefined,
      logLevel: "info",
      kubeconfig: undefined,
    });
    expect(() => readConfig({ NODE_ENV: "test" })).toThrow(
      /STAGECOACH_GATEWAY.*STAGECOACH_STATE_DIR/,
    );
  });

  it("takes an empty variable for none", () => {
    const config = readConfig({ ...env, STAGECOACH_ENROLMENT_TOKEN: "", KUBECONFIG: "" });
    expect([config.enrolmentToken, config.kubeconfig]).toEqual([undefined, undefined]);
  });

  it("reads where its lease is and where it is asked for its health", () => {
    const lease = { STAGECOACH_LEASE: "stagecoach/agent", STAGECOACH_POD_NAME: "agent-1" };
    expect(readConfig({ ...env, ...lease, STAGECOACH_HEALTH_PORT: "8080" })).toMatchObject({
      lease: { namespace: "stagecoach", name: "agent" },
      holder: "agent-1",
      healthPort: 8080,
    });
  });

  it.each([
    ["STAGECOACH_LEASE", "agent"],
    ["STAGECOACH_HEALTH_PORT", "http"],
    ["STAGECOACH_GATEWAY", "ftp://gateway.acme.test"],
    ["STAGECOACH_SYNC", "maybe"],
    ["STAGECOACH_ARGO_SYNC", "yes"],
    ["LOG_LEVEL", "verbose"],
  ])("refuses %s=%s", (name, value) => {
    expect(() => readConfig({ ...env, [name]: value })).toThrow(name);
  });

  it("says which levels of its log there are", () => {
    expect(readConfig({ ...env, LOG_LEVEL: "debug" }).logLevel).toBe("debug");
    expect(() => readConfig({ ...env, LOG_LEVEL: "verbose" })).toThrow(
      /LOG_LEVEL: .*debug.*info.*warning.*error/,
    );
  });

  it.each([
    ["", []],
    ["shop", ["shop"]],
    ["shop, bar,shop,", ["shop", "bar"]],
  ])("takes the namespaces %j", (text, namespaces) => {
    expect(readConfig({ ...env, STAGECOACH_NAMESPACES: text })).toMatchObject({ namespaces });
  });

  it.each(["Shop", "a/b", "-", "a".repeat(64)])("refuses the namespace %s", (text) => {
    expect(() => readConfig({ ...env, STAGECOACH_NAMESPACES: text })).toThrow(
      /STAGECOACH_NAMESPACES/,
    );
  });
});
