import { existsSync, readFileSync } from "node:fs";
import { resolve } from "node:path";

import { describe, expect, it } from "vitest";
import { z } from "zod";

import { judgeReleaseScenario } from "./release-scenario.ts";

const shop = {
  registry: [
    { image: "r.test/web:1.0.0", created: "2026-01-01T00:00:00Z" },
    { image: "r.test/web:1.1.0", created: "2026-01-02T00:00:00Z" },
    { image: "r.test/api:1.0.0", created: "2026-01-01T00:00:00Z" },
    { image: "r.test/api:1.1.0", created: "2026-01-02T00:00:00Z" },
  ],
  running: [
    { id: "shop:deployment/web", containers: [{ name: "web", image: "r.test/web:1.0.0" }] },
    { id: "shop:deployment/api", containers: [{ name: "api", image: "r.test/api:1.0.0" }] },
  ],
};

function manifest(name: string, image: string, annotations = ""): string {
  return [
    "apiVersion: apps/v1",
    "kind: Deployment",
    `metadata: {name: ${name}, namespace: shop, annotations: {${annotations}}}`,
    "spec:",
    "  template:",
    "    spec:",
    "      containers:",
    `        - {name: ${name}, image: "${image}"} # kept`,
    "",
  ].join("\n");
}

const files = {
  "web.yaml": manifest("web", "r.test/web:1.0.0"),
  "api.yml": manifest("api", "r.test/api:1.0.0"),
  "README.md": "image: r.test/web:1.0.0",
};

function images(changes: object): object {
  return { type: "images", workloads: ["<all>"], image: "<all latest>", ...changes };
}

function containers(image: string, current = "", rest: object = {}): object {
  const target = { container: "web", current, target: image };
  return { type: "containers", containers: { "shop:deployment/web": [target] }, ...rest };
}

const newWeb = { "web.yaml": manifest("web", "r.test/web:1.1.0") };
const newApi = { "api.yml": manifest("api", "r.test/api:1.1.0") };
const lockedFile = { "web.yaml": manifest("web", "r.test/web:1.0.0", 'fluxcd.io/locked: "true"') };
const mismatched = { error: "cannot satisfy specs" };

describe("a release scenario that is met:", () => {
  it.each<{ about: string; spec: object; expected: object; with?: object }>([
    {
      about: "all latest",
      spec: images({}),
      expected: { changedFilesMinimal: { ...newWeb, ...newApi } },
    },
    {
      about: "all but one",
      spec: images({ excludes: ["shop:deployment/api"] }),
      expected: {
        results: { "shop:deployment/api": { status: "ignored", reason: "excluded" } },
        changedFilesMinimal: newWeb,
      },
    },
    {
      about: "one image to whoever uses it",
      spec: images({ image: "r.test/web:1.1.0" }),
      expected: {
        results: {
          "shop:deployment/api": { status: "ignored", reason: "a different image" },
          "shop:deployment/web": {
            status: "success",
            containers: [{ container: "web", target: "r.test/web:1.1.0" }],
          },
        },
        changedFilesMinimal: newWeb,
      },
    },
    {
      about: "a container by its spec",
      spec: containers("r.test/web:1.1.0", "r.test/web:1.0.0"),
      expected: { changedFilesMinimal: newWeb },
    },
    {
      about: "a container moved to another repository",
      spec: containers("r.test/other/web:7"),
      expected: { changedFilesMinimal: { "web.yaml": manifest("web", "r.test/other/web:7") } },
    },
    {
      about: "a container that is not what was expected",
      spec: containers("r.test/web:1.1.0", "r.test/web:0.9.0"),
      expected: mismatched,
    },
    {
      about: "one that may be skipped",
      spec: containers("r.test/web:1.1.0", "r.test/web:0.9.0", { skipMismatches: true }),
      expected: { error: "no changes found" },
    },
    {
      about: "a locked one",
      spec: images({ workloads: ["shop:deployment/web"] }),
      with: { files: lockedFile },
      expected: { results: { "shop:deployment/web": { status: "skipped", reason: "locked" } } },
    },
    {
      about: "a locked one by force",
      spec: images({ workloads: ["shop:deployment/web"], force: true }),
      with: { files: lockedFile },
      expected: {
        changedFilesMinimal: {
          "web.yaml": manifest("web", "r.test/web:1.1.0", 'fluxcd.io/locked: "true"'),
        },
      },
    },
    {
      about: "an automated change",
      spec: {
        type: "automated",
        changes: [{ workload: "shop:deployment/web", container: "web", image: "r.test/web:1.1.0" }],
      },
      expected: { changedFilesMinimal: newWeb },
    },
    {
      about: "an image without a version",
      spec: images({ image: "r.test/web" }),
      expected: { error: "invalid image" },
    },
  ])("$about", ({ spec, expected, ...rest }) => {
    const given = { ...shop, files, spec, expected, ...rest.with };
    expect(judgeReleaseScenario(given, {})).toEqual({ is: "passed" });
  });
});

describe("a release scenario where the product differs says how:", () => {
  it.each<{ about: string; given: object; mark: string; instead: RegExp }>([
    {
      about: "a container that nobody defines does not stop the others",
      given: {
        spec: {
          type: "containers",
          containers: {
            "shop:deployment/web": [{ container: "web", target: "r.test/web:1.1.0" }],
            "shop:deployment/api": [{ container: "gone", target: "r.test/gone:1" }],
          },
        },
        expected: mismatched,
      },
      mark: "what fails does not stop the rest",
      instead: /web: r\.test\/web:1\.0\.0 → r\.test\/web:1\.1\.0\./,
    },
    {
      about: "a workload that does not run yet is planned from its file",
      given: {
        spec: images({ workloads: ["shop:deployment/web"] }),
        running: [],
        expected: {
          results: {
            "shop:deployment/web": { status: "skipped", reason: "not accessible in cluster" },
          },
        },
      },
      mark: "the files say what is planned",
      instead: /→ r\.test\/web:1\.1\.0/,
    },
    {
      about: "a quirk is counted apart even where we agree",
      given: { spec: images({ workloads: [] }), expected: {}, quirk: true },
      mark: "quirk",
      instead: /^Nothing was selected\.$/,
    },
  ])("$about", ({ given, mark, instead }) => {
    const verdict = judgeReleaseScenario({ ...shop, files, ...given }, {});
    expect(verdict).toEqual({ is: "apart", mark, instead: expect.stringMatching(instead) });
  });
});

describe("a release scenario that is not met fails, and shows what was got:", () => {
  it.each([
    { about: "other bytes", spec: images({}), expected: { changedFilesMinimal: newWeb } },
    {
      about: "another reason",
      spec: images({}),
      expected: {
        changedFilesMinimal: { ...newWeb, ...newApi },
        results: { "shop:deployment/web": { status: "skipped", reason: "locked" } },
      },
    },
    {
      about: "another target",
      spec: images({}),
      expected: {
        changedFilesMinimal: { ...newWeb, ...newApi },
        results: {
          "shop:deployment/web": {
            status: "success",
            containers: [{ container: "web", target: "r.test/web:9" }],
          },
        },
      },
    },
  ])("$about", ({ spec, expected }) => {
    expect(judgeReleaseScenario({ ...shop, files, spec, expected }, {})).toMatchObject({
      is: "failed",
      got: expect.stringContaining("r.test/web:1.1.0"),
    });
  });
});

const path = resolve(import.meta.dirname, "../../../shared/cases/release-scenarios.json");
const set: unknown = existsSync(path) ? JSON.parse(readFileSync(path, "utf8")) : { cases: [] };
const { cases } = z
  .object({ cases: z.array(z.looseObject({ id: z.string(), name: z.string() })) })
  .parse(set);

describe("the example set", () => {
  it.each(cases)("$id: $name", (given) => {
    expect(judgeReleaseScenario(given, set)).not.toMatchObject({ is: "failed" });
  });

  it.skipIf(cases.length > 0)("is not here", () => expect(cases).toEqual([]));
});
