import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";

import { afterEach, beforeEach, describe, expect, it } from "vitest";

import { caseFiles } from "./case-files.ts";
import { reportLines } from "./report.ts";
import { runCases } from "./run.ts";

let folder = "";

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "stagecoach-cases-"));
});
afterEach(() => rmSync(folder, { recursive: true }));

function report(files: Readonly<Record<string, unknown>>): readonly string[] {
  for (const [name, content] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, name)), { recursive: true });
    writeFileSync(join(folder, name), JSON.stringify(content));
  }
  return reportLines(runCases(caseFiles(folder)));
}

const pod =
  "apiVersion: v1\nkind: Pod\nmetadata: {name: p}\nspec:\n  containers:\n  - {name: c, image: a:1}\n";
const update = {
  files: { "p.yaml": pod },
  workload: "default:pod/p",
  containers: ["c"],
  newImage: "a:2",
};

describe("a run", () => {
  it("finds the kinds by the names of files, in folders and with other words around", () => {
    const lines = report({
      "more/extra-image-ref-cases-2.json": [{ input: "a:1", tag: "1", unknown: true }],
      "tag-pattern.json": { cases: [{ pattern: "a*", set: "elsewhere", expectedOrder: ["a1"] }] },
      "sets/tag-pattern-sets.json": { cases: [], sets: { elsewhere: ["b", "a1"] } },
      "other.json": { cases: [{}] },
    });
    expect(lines).toEqual([
      "image-ref: 1 passed, 0 failed",
      "tag-pattern: 1 passed, 0 failed",
      "2 passed, 0 failed",
    ]);
  });

  it.each([
    ["image-ref", { input: "a:1", tag: "2" }],
    ["image-ref", { input: "a:1", error: true }],
    ["image-ref", { input: "a b", string: "a b" }],
    ["image-ref", { input: "-x", isDomain: true }],
    ["tag-pattern", { pattern: "a*", tag: "b", match: true }],
    ["tag-pattern", { pattern: "semver:x.y.z.w", tag: "b", match: true }],
    ["tag-pattern", { pattern: "semver:*", tags: ["1", "2"], expectedOrder: ["1", "2"] }],
    ["tag-pattern", { pattern: "semver:*", tags: ["1"], expectedOrder: ["1"], winner: "2" }],
    ["tag-pattern", { pattern: "semver:*", tags: ["1"] }],
    ["tag-pattern", { pattern: "semver:*", valid: false, tags: ["1"], expectedOrder: ["1"] }],
    ["image-update", { ...update, expectedMinimal: { "p.yaml": pod } }],
    ["image-update", { ...update, expectedMinimal: { "p.yaml": `${pod.replace("a:1", "a:2")} ` } }],
    ["image-update", { ...update, expectError: "anything" }],
    ["image-update", { ...update, containers: ["x"], expectedMinimal: {} }],
    ["helm-values", { doc: pod, workload: "default:pod/p", containers: [] }],
    [
      "policy-update",
      { input: pod, workload: "default:pod/p", add: { locked: "true" }, expected: pod },
    ],
    [
      "policy-update",
      { input: pod, workload: "default:pod/p", remove: ["locked"], expectError: true },
    ],
    [
      "health",
      { statusVocabulary: "argo", expectedStatus: "Degraded", object: { kind: "Service" } },
    ],
    ["health", { statusVocabulary: "argo", expectedStatus: "Great", object: { kind: "Service" } }],
    ["health", {}],
  ])("fails a %s case that the domain does not meet: %j", (kind, given) => {
    const lines = report({ [`${kind}-cases.json`]: { cases: [{ id: "it", ...given }] } });
    expect(lines[0]).toBe(`${kind}: 0 passed, 1 failed`);
    expect(lines[1]).toBe("  it FAILED");
    expect(lines.at(-1)).toBe("0 passed, 1 failed");
  });

  it("tells apart what the product does otherwise, with what it does", () => {
    const lines = report({
      "image-ref-cases.json": [{ id: "it", input: " a", string: " a", quirk: "not trimmed" }],
    });
    expect(lines[0]).toBe("image-ref: 0 passed, 0 failed, 1 apart");
    expect(lines[1]).toMatch(/^ {2}it apart \(quirk\); ours: .*contains white space/);
  });

  it("names a file that holds no cases", () => {
    expect(() => report({ "health-cases.json": { nothing: 1 } })).toThrow("is no file of cases");
  });
});
