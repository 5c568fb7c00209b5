import { describe, expect, it } from "vitest";

import { describeReason, isLeftOut } from "./reason.ts";
import type { ItemReason } from "./reason.ts";

/** Every code once at least: the compiler refuses a table that forgets one. */
const sentences: {
  readonly [Code in ItemReason["code"]]: readonly (readonly [
    Extract<ItemReason, { code: Code }>,
    string,
  ])[];
} = {
  "up-to-date": [[{ code: "up-to-date", image: "a:1" }, "Already at a:1."]],
  locked: [
    [
      { code: "locked", by: "ana", message: "black friday" },
      "Locked by ana: “black friday”. Remove the lock in the config repository to change it.",
    ],
    [
      { code: "locked", by: null, message: null },
      "Locked. Remove the lock in the config repository to change it.",
    ],
  ],
  "no-tag-allowed": [
    [
      { code: "no-tag-allowed", policy: "semver:~1", repository: "r.test/a" },
      "No tag of r.test/a matches semver:~1. Push one that does, or change the filter.",
    ],
  ],
  "image-missing": [
    [
      { code: "image-missing", image: "a:1" },
      "a:1 is not in its registry. Push it there, or choose another tag.",
    ],
  ],
  "repository-unknown": [
    [
      { code: "repository-unknown", repository: "r.test/a", detail: null },
      "The tags of r.test/a are not known yet. Connect its registry, or wait until it is read.",
    ],
    [
      { code: "repository-unknown", repository: "r.test/a", detail: "r.test is down" },
      "The tags of r.test/a are not known: r.test is down. Connect its registry, or wait until it is read.",
    ],
  ],
  "not-in-config": [
    [
      { code: "not-in-config", path: "apps" },
      "No file under apps defines it. Add its manifest there, or connect the path that has it.",
    ],
    [
      { code: "not-in-config", path: "" },
      "No file under the repository's root defines it. Add its manifest there, or connect the path that has it.",
    ],
  ],
  ambiguous: [
    [
      { code: "ambiguous", places: ["a.yaml:1", "b.yaml:9"] },
      "Defined more than once: a.yaml:1, b.yaml:9. Keep one.",
    ],
  ],
  "container-missing": [
    [
      { code: "container-missing", where: "source" },
      "The source's workload has no container of this name. Choose a tag by hand, or promote from elsewhere.",
    ],
    [
      { code: "container-missing", where: "target" },
      "The target's file has no container of this name. Add it to the manifest first.",
    ],
  ],
  "not-in-source": [
    [
      { code: "not-in-source", source: "stage" },
      "stage does not run it. Deploy it there first, or promote from the image repo.",
    ],
  ],
  "different-image": [
    [
      { code: "different-image", source: "a:1", target: "b:1" },
      "The source runs a:1, the target's file uses b:1: not the same image repository. Where both are copies, map one registry to the other.",
    ],
  ],
  "shared-file": [
    [
      { code: "shared-file", file: "base/a.yaml", clusters: ["dev", "stage"] },
      "base/a.yaml is used by dev, stage too. Set the image where only this cluster's path does, for example under “images:” of its kustomization.",
    ],
  ],
  unreadable: [
    [
      { code: "unreadable", file: "a.yaml", line: 3, detail: "a tab" },
      "a.yaml:3 cannot be read: a tab",
    ],
  ],
  "edit-refused": [[{ code: "edit-refused", detail: "No." }, "No."]],
  excluded: [
    [{ code: "excluded", by: "name" }, "Left out by name."],
    [{ code: "excluded", by: "namespace" }, "Left out: its namespace is not among those chosen."],
    [{ code: "excluded", by: "labels" }, "Left out: its labels do not match the selector."],
    [{ code: "excluded", by: "image" }, "Left out: it does not use the image."],
  ],
  mismatch: [
    [
      { code: "mismatch", expected: "a:1", actual: "a:2" },
      "Expected a:1, but the file says a:2. Look at what changed it, then plan again from there.",
    ],
  ],
  "held-by-mismatch": [
    [
      { code: "held-by-mismatch", workload: "a:b/c", container: "web" },
      "Held back because a:b/c web is not what was expected. Plan again without it, or skip mismatches.",
    ],
  ],
  "tag-not-allowed": [
    [
      { code: "tag-not-allowed", policy: "semver:~1", tag: "2.0.0" },
      "Its filter semver:~1 does not allow 2.0.0. Change the filter, or release it in spite of filters.",
    ],
  ],
  "filter-unreadable": [
    [
      { code: "filter-unreadable", filter: "regexp:(", detail: "“(” is not closed." },
      "Its filter cannot be read: “(” is not closed.",
    ],
  ],
  "digest-unknown": [
    [
      { code: "digest-unknown", image: "a:2" },
      "The file pins a digest, and that of a:2 is not known. Wait until its registry is read, or choose the image with its digest.",
    ],
  ],
  injected: [
    [
      { code: "injected", named: false },
      "It runs, but no file defines it: something adds it when pods start, such as a sidecar injector. Change its version there.",
    ],
  ],
  "not-in-target": [
    [
      { code: "not-in-target", target: "prod", path: "apps" },
      "prod does not have it yet: no file under apps defines it. Add its manifest there first.",
    ],
  ],
  "ambiguous-source": [
    [
      { code: "ambiguous-source", source: "dev", workloads: ["a:b/c", "d:b/c"] },
      "In dev, a:b/c and d:b/c both stand for it. Change the mapping between the clusters so that one does.",
    ],
  ],
  "nothing-to-restore": [[{ code: "nothing-to-restore" }, "That release did not change it."]],
};

describe("describeReason", () => {
  const all: readonly (readonly [ItemReason, string])[] = Object.values(sentences).flat();

  it.each(all)("says %o as a sentence", (reason, sentence) => {
    expect(describeReason(reason)).toBe(sentence);
  });
});

describe("what a release leaves aside", () => {
  it.each<{ reason: ItemReason | null; leftOut: boolean }>([
    { reason: null, leftOut: false },
    { reason: { code: "excluded", by: "name" }, leftOut: true },
    { reason: { code: "injected", named: false }, leftOut: true },
    { reason: { code: "injected", named: true }, leftOut: false },
    { reason: { code: "locked", by: null, message: null }, leftOut: false },
    { reason: { code: "up-to-date", image: "a:1" }, leftOut: false },
  ])("$reason: $leftOut", ({ reason, leftOut }) => {
    expect(isLeftOut(reason)).toBe(leftOut);
  });
});
