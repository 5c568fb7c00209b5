import { describe, expect, it } from "vitest";

import { diffFields } from "./diff-fields.ts";
import type { LiveObject } from "./live-objects.ts";

function live(fields: object, metadata: object = {}): LiveObject {
  return { metadata: { uid: "u", resourceVersion: "1", ...metadata }, ...fields };
}

function podSpec(container: object) {
  return { spec: { template: { spec: { containers: [{ name: "web", ...container }] } } } };
}

const inContainer = ".spec.template.spec.containers[name=web]";

describe("the fields that applying would change", () => {
  it.each([
    [{ spec: { replicas: 2 } }, { spec: { replicas: 3 } }, ".spec.replicas", "2", "3"],
    [{ spec: {} }, { spec: { paused: true } }, ".spec.paused", null, "true"],
    [{ spec: { paused: true } }, { spec: {} }, ".spec.paused", "true", null],
    [
      podSpec({ image: "a:1" }),
      podSpec({ image: "a:2" }),
      `${inContainer}.image`,
      '"a:1"',
      '"a:2"',
    ],
    [{ spec: { list: [1, 2] } }, { spec: { list: [1, 3] } }, ".spec.list[1]", "2", "3"],
  ])("%j against %j", (before, after, path, from, to) => {
    expect(diffFields(live(before), live(after))).toEqual([
      { path, before: from, after: to, hidden: false },
    ]);
  });

  const canary = "s3cr3t-canary";
  it.each([
    [{ data: { key: canary } }, { data: { key: `${canary}2` } }, ".data.key"],
    [{ stringData: { key: canary } }, { stringData: { key: "" } }, ".stringData.key"],
    [{ data: { key: canary } }, {}, ".data"],
    [
      podSpec({ env: [{ name: "A", value: canary }] }),
      podSpec({ env: [{ name: "A", value: "b" }] }),
      `${inContainer}.env[name=A].value`,
    ],
    [podSpec({ env: [{ name: "A", value: canary }] }), podSpec({}), `${inContainer}.env`],
    [podSpec({ args: [canary] }), podSpec({ args: ["b"] }), `${inContainer}.args[0]`],
    [podSpec({ command: [canary] }), podSpec({ command: ["b"] }), `${inContainer}.command[0]`],
    [{ spec: { adminPassword: canary } }, { spec: {} }, ".spec.adminPassword"],
    [{ spec: { apiKey: canary } }, { spec: { apiKey: "b" } }, ".spec.apiKey"],
    [{ spec: { dsn: `postgres://a:${canary}@db` } }, { spec: { dsn: "b" } }, ".spec.dsn"],
    [{ spec: { values: { db: canary } } }, { spec: { values: { db: "b" } } }, ".spec.values.db"],
  ])("never says the value of %j against %j", (before, after, path) => {
    const fields = diffFields(live(before), live(after));
    expect(fields).toEqual([{ path, before: null, after: null, hidden: true }]);
    expect(JSON.stringify(fields)).not.toContain(canary);
  });

  it("never says the value of an annotation", () => {
    const annotations = { "kubectl.kubernetes.io/last-applied-configuration": canary };
    const fields = diffFields(live({}, { annotations }), live({}, { annotations: {} }));
    expect(fields.map(({ hidden }) => hidden)).toEqual([true]);
    expect(JSON.stringify(fields)).not.toContain(canary);
  });

  it("leaves out what the API server writes itself", () => {
    const before = live({ status: { ready: 1 } }, { generation: 1, managedFields: [] });
    const after = live({ status: {} }, { generation: 2, resourceVersion: "2" });
    expect(diffFields(before, after)).toEqual([]);
  });

  it("cuts long values and long lists short", () => {
    const many = Object.fromEntries(Array.from({ length: 30 }, (_, index) => [`f${index}`, index]));
    expect(diffFields(live({ spec: many }), live({ spec: {} }))).toHaveLength(20);
    const [field] = diffFields(live({ spec: { a: "x".repeat(900) } }), live({ spec: { a: "" } }));
    expect(field?.before).toHaveLength(200);
  });
});
