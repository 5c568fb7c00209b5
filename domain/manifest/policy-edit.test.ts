import { describe, expect, it } from "vitest";

import { DomainError } from "#domain/error.ts";

import { setPolicies } from "./policy-edit.ts";
import type { PolicyChange } from "./policy-edit.ts";

function manifest(metadata: string): string {
  return `apiVersion: apps/v1\nkind: Deployment\nmetadata:${metadata}spec:\n  template:\n    spec:\n      containers: [{name: a, image: x:1}, {name: b, image: y:1}]\n`;
}

function edit(text: string, set: PolicyChange["set"], remove: readonly string[] = []): string {
  const change = { set, remove };
  return setPolicies({ text, path: "f.yaml", workload: "default:deployment/web", change });
}

describe("setPolicies", () => {
  it.each([
    [
      "adds the annotations behind everything else in the metadata",
      "\n  name: web # mine\n  labels:\n    app: web\n",
      { automated: "true" },
      "\n  name: web # mine\n  labels:\n    app: web\n  annotations:\n    fluxcd.io/automated: 'true'\n",
    ],
    [
      "adds to those that are there, indented like them",
      "\n  annotations:\n        a: b # c\n  name: web\n",
      { locked: "true", locked_msg: "wait: soon" },
      "\n  annotations:\n        a: b # c\n        fluxcd.io/locked: 'true'\n        fluxcd.io/locked_msg: 'wait: soon'\n  name: web\n",
    ],
    [
      "adds inside braces",
      " {name: web}\n",
      { locked: "true" },
      " {name: web, annotations: {fluxcd.io/locked: 'true'}}\n",
    ],
    [
      "keeps the older spelling where it is used",
      '\n  name: web\n  annotations:\n    flux.weave.works/locked: "false"\n',
      { locked: "true" },
      '\n  name: web\n  annotations:\n    flux.weave.works/locked: "true"\n',
    ],
    [
      "changes a filter in the form it is written in",
      "\n  name: web\n  annotations: {filter.fluxcd.io/a: semver:~1}\n",
      { "tag.a": "semver:~2" },
      "\n  name: web\n  annotations: {filter.fluxcd.io/a: semver:~2}\n",
    ],
    [
      "filters every container",
      "\n  name: web\n",
      { tag_all: "glob:v*" },
      "\n  name: web\n  annotations:\n    fluxcd.io/tag.a: glob:v*\n    fluxcd.io/tag.b: glob:v*\n",
    ],
    [
      "takes a filter of everything as none",
      "\n  name: web\n  annotations:\n    fluxcd.io/tag.a: glob:v*\n    x: y\n",
      { tag_all: "glob:*" },
      "\n  name: web\n  annotations:\n    x: y\n",
    ],
    [
      "keeps a filter of everything that one container asks for",
      "\n  name: web\n  annotations:\n    filter.fluxcd.io/a: semver:~1\n",
      { "tag.a": "glob:*", "tag.b": "glob:*" },
      "\n  name: web\n  annotations:\n    filter.fluxcd.io/a: glob:*\n    fluxcd.io/tag.b: glob:*\n",
    ],
    [
      "fills a key without a value",
      "\n  annotations: # none yet\n  name: web\n",
      { locked: "true" },
      "\n  annotations: # none yet\n    fluxcd.io/locked: 'true'\n  name: web\n",
    ],
    [
      "fills empty braces",
      "\n  name: web\n  annotations: {}\n",
      { locked: "true", automated: "false" },
      "\n  name: web\n  annotations: {fluxcd.io/locked: 'true', fluxcd.io/automated: 'false'}\n",
    ],
    [
      "changes nothing that is so already",
      "\n  name: web\n  annotations: {fluxcd.io/locked:   'true'}\n",
      { locked: "true" },
      "\n  name: web\n  annotations: {fluxcd.io/locked:   'true'}\n",
    ],
  ])("%s", (...[, before, set, after]) => {
    expect(edit(manifest(before), set)).toBe(manifest(after));
    const crlf = (text: string) => text.replaceAll("\n", "\r\n");
    expect(edit(crlf(manifest(before)), set)).toBe(crlf(manifest(after)));
  });

  it.each([
    [
      "with its line and comment",
      "\n  name: web\n  annotations:\n    # stays\n    fluxcd.io/locked: 'true' # goes\n    x: y\n",
      "\n  name: web\n  annotations:\n    # stays\n    x: y\n",
    ],
    [
      "with the map when it is the last",
      "\n  name: web\n  annotations:\n    fluxcd.io/locked: 'true'\n",
      "\n  name: web\n",
    ],
    [
      "in every spelling",
      "\n  name: web\n  annotations: {fluxcd.io/locked: a, x: y, flux.weave.works/locked: b}\n",
      "\n  name: web\n  annotations: {x: y}\n",
    ],
    [
      "with the map in braces",
      " {name: web, annotations: {fluxcd.io/locked: 'true'}}\n",
      " {name: web}\n",
    ],
    [
      "over several lines",
      "\n  name: web\n  annotations:\n    fluxcd.io/locked: |\n      true\n      no\n    x: y\n",
      "\n  name: web\n  annotations:\n    x: y\n",
    ],
    ["that is not there", "\n  name: web\n", "\n  name: web\n"],
  ])("removes a policy %s", (_, before, after) => {
    expect(edit(manifest(before), {}, ["locked"])).toBe(manifest(after));
  });

  it("removes what is both set and removed, and every filter by one name", () => {
    const plain = manifest("\n  name: web\n");
    expect(edit(plain, { locked: "true" }, ["locked"])).toBe(plain);
    const filtered = manifest(
      "\n  name: web\n  annotations: {fluxcd.io/tag.a: glob:a*, filter.fluxcd.io/b: glob:b*}\n",
    );
    expect(edit(filtered, {}, ["tag_all"])).toBe(plain);
  });

  it.each([
    ["tag.a", "semver:invalid"],
    ["tag.a", "regexp:*"],
    ["tag_all", "regexp:("],
  ])("refuses a filter that nothing can read: %s %s", (name, filter) => {
    const invalid = expect.objectContaining({ code: "invalid" });
    expect(() => edit(manifest("\n  name: web\n"), { [name]: filter })).toThrow(invalid);
  });

  it("edits an item of a list and no other document", () => {
    const other = "apiVersion: v1\nkind: Service\nmetadata:\n  name: web\n---\n";
    const list = `${other}apiVersion: v1\nkind: List\nitems:\n- apiVersion: v1\n  kind: Pod\n  metadata:\n    name: web`;
    const change = { set: { locked: "true" }, remove: [] };
    const workload = "default:pod/web";
    expect(setPolicies({ text: list, path: "f.yaml", workload, change })).toBe(
      `${list}\n    annotations:\n      fluxcd.io/locked: 'true'`,
    );
  });

  it.each([
    ["the workload is missing", manifest("\n  name: other\n"), "not-found"],
    [
      "the annotations are an alias",
      `${manifest("\n  name: web\n  annotations: *x\n")}z: &x {a: b}\n`,
      "not-found",
    ],
    [
      "other values share them",
      manifest("\n  name: web\n  labels: &x {a: b}\n  annotations: *x\n"),
      "edit-refused",
    ],
    ["they are written as null", manifest("\n  name: web\n  annotations: ~\n"), "edit-refused"],
    ["the metadata is an alias", manifest(" *m\nx: &m {name: web}\n"), "not-found"],
  ])("refuses when %s", (_, text, code) => {
    try {
      edit(text, { locked: "true" });
    } catch (error) {
      expect(error instanceof DomainError ? error.code : error).toBe(code);
      return;
    }
    throw new Error("it was not refused");
  });
});
