import { describe, expect, it } from "vitest";

import type { JsonObject } from "#sandbox/kubernetes/json.ts";
import type { ManagedFieldsEntry } from "#sandbox/kubernetes/object.ts";

import { pathsOf } from "./field-set.ts";
import { afterUpdate } from "./managed-fields.ts";
import { serverSideApply } from "./server-side-apply.ts";

const builtIn = { keyedLists: true };
const custom = { keyedLists: false };
function by(name: string) {
  return { name, apiVersion: "apps/v1", time: "2026-01-01T00:00:00Z" };
}

interface State {
  readonly live: JsonObject;
  readonly managedFields: readonly ManagedFieldsEntry[];
}

const nothing: State = { live: {}, managedFields: [] };

function applied(
  { live, managedFields }: State,
  { config, manager, force = false, rules = builtIn }: Attempt,
): State {
  const outcome = serverSideApply({
    live,
    managedFields,
    config,
    manager: by(manager),
    force,
    rules,
  });
  if (outcome.kind === "conflict") throw new Error("It was refused.");
  return { live: outcome.object, managedFields: outcome.managedFields };
}

interface Attempt {
  readonly config: JsonObject;
  readonly manager: string;
  readonly force?: boolean;
  readonly rules?: { readonly keyedLists: boolean };
}

function conflictsOf(
  { live, managedFields }: State,
  { config, manager }: Attempt,
): readonly string[] {
  const outcome = serverSideApply({
    live,
    managedFields,
    config,
    manager: by(manager),
    force: false,
    rules: builtIn,
  });
  return outcome.kind === "applied"
    ? []
    : outcome.conflicts.flatMap(({ entry, fields }) =>
        pathsOf(fields).map((path) => `${entry.manager}${path}`),
      );
}

function pods(...containers: readonly JsonObject[]): JsonObject {
  return { spec: { containers } };
}

describe("server-side apply", () => {
  it("names the fields of list items by their keys", () => {
    const config = pods({ name: "app", ports: [{ containerPort: 80 }] });
    const { managedFields } = applied(nothing, { config, manager: "one" });
    expect(managedFields[0]?.fieldsV1).toEqual({
      "f:spec": {
        "f:containers": {
          'k:{"name":"app"}': {
            ".": {},
            "f:name": {},
            "f:ports": {
              'k:{"containerPort":80,"protocol":"TCP"}': { ".": {}, "f:containerPort": {} },
            },
          },
        },
      },
    });
  });

  it("removes an item of a list with its last owner", () => {
    const both = pods({ name: "app", image: "a:1" }, { name: "side", image: "s:1" });
    const first = applied(nothing, { config: both, manager: "one" });
    const second = applied(first, { config: pods({ name: "app", image: "a:1" }), manager: "one" });
    expect(second.live).toEqual(pods({ name: "app", image: "a:1" }));
  });

  it("keeps an item that another manager still applies", () => {
    const first = applied(nothing, { config: pods({ name: "app", image: "a:1" }), manager: "one" });
    const shared = applied(first, { config: pods({ name: "app", tty: true }), manager: "two" });
    const left = applied(shared, { config: { spec: {} }, manager: "one" });
    expect(left.live).toEqual(pods({ name: "app", tty: true }));
  });

  it("names a conflict by item and field", () => {
    const first = applied(nothing, { config: pods({ name: "app", image: "a:1" }), manager: "one" });
    const config = pods({ name: "app", image: "a:2" });
    expect(conflictsOf(first, { config, manager: "two" })).toEqual([
      'one.spec.containers[name="app"].image',
    ]);
  });

  it("finds no conflict in the same value, and shares its ownership", () => {
    const config = { spec: { replicas: 2 } };
    const first = applied(nothing, { config, manager: "one" });
    expect(conflictsOf(first, { config, manager: "two" })).toEqual([]);
    const shared = applied(first, { config, manager: "two" });
    expect(shared.managedFields.map(({ manager }) => manager)).toEqual(["two", "one"]);
    const left = applied(shared, { config: {}, manager: "one" });
    expect(left.live).toEqual(config);
  });

  it("takes the field from its owner where it is forced", () => {
    const first = applied(nothing, { config: { spec: { replicas: 2 } }, manager: "one" });
    const config = { spec: { replicas: 3 } };
    const forced = applied(first, { config, manager: "two", force: true });
    expect(forced.managedFields.map(({ manager }) => manager)).toEqual(["two"]);
  });

  it("treats the lists of custom resources as one value", () => {
    const first = applied(nothing, {
      config: { spec: { containers: [{ name: "a" }] } },
      manager: "one",
      rules: custom,
    });
    const second = applied(first, {
      config: { spec: { containers: [{ name: "b" }] } },
      manager: "one",
      rules: custom,
    });
    expect(second.live).toEqual({ spec: { containers: [{ name: "b" }] } });
  });

  it("replaces selectors whole", () => {
    const first = applied(nothing, { config: { spec: { selector: { a: "1" } } }, manager: "one" });
    const second = applied(first, { config: { spec: { selector: { b: "1" } } }, manager: "one" });
    expect(second.live).toEqual({ spec: { selector: { b: "1" } } });
  });
});

describe("the owners after an update", () => {
  it("gives changed fields to the writer and leaves the rest", () => {
    const { live, managedFields } = applied(nothing, {
      config: { spec: { replicas: 1, paused: true } },
      manager: "one",
    });
    const next = { spec: { replicas: 2, paused: true } };
    const entries = afterUpdate({
      live,
      next,
      managedFields,
      manager: by("editor"),
      rules: builtIn,
    });
    expect(
      entries.map(({ manager, operation, fieldsV1 }) => [manager, operation, fieldsV1]),
    ).toEqual([
      ["one", "Apply", { "f:spec": { "f:paused": {} } }],
      ["editor", "Update", { "f:spec": { "f:replicas": {} } }],
    ]);
  });

  it("forgets fields that are gone", () => {
    const { live, managedFields } = applied(nothing, {
      config: { spec: { replicas: 1, paused: true } },
      manager: "one",
    });
    const next = { spec: { replicas: 1 } };
    const [entry] = afterUpdate({
      live,
      next,
      managedFields,
      manager: by("editor"),
      rules: builtIn,
    });
    expect(entry?.fieldsV1).toEqual({ "f:spec": { "f:replicas": {} } });
  });
});
