import { describe, expect, it } from "vitest";

import { describeReason } from "./reason.ts";
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
      "No tag of r.test/a matches semver:~1.",
    ],
  ],
  "image-missing": [[{ code: "image-missing", image: "a:1" }, "a:1 is not in its registry."]],
  "repository-unknown": [
    [
      { code: "repository-unknown", repository: "r.test/a", detail: null },
      "The tags of r.test/a are not known yet.",
    ],
    [
      { code: "repository-unknown", repository: "r.test/a", detail: "r.test is down" },
      "The tags of r.test/a are not known: r.test is down.",
    ],
  ],
  "not-in-config": [
    [{ code: "not-in-config", path: "apps" }, "No file under apps defines it."],
    [{ code: "not-in-config", path: "" }, "No file under the repository's root defines it."],
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
      "The source's workload has no container of this name.",
    ],
    [
      { code: "container-missing", where: "target" },
      "The target's file has no container of this name.",
    ],
  ],
  "not-in-source": [[{ code: "not-in-source", source: "stage" }, "stage does not run it."]],
  "different-image": [
    [
      { code: "different-image", source: "a:1", target: "b:1" },
      "The source runs a:1, the target's file uses b:1: not the same image repository.",
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
  "nothing-to-restore": [[{ code: "nothing-to-restore" }, "That release did not change it."]],
};

describe("describeReason", () => {
  const all: readonly (readonly [ItemReason, string])[] = Object.values(sentences).flat();

  it.each(all)("says %o as a sentence", (reason, sentence) => {
    expect(describeReason(reason)).toBe(sentence);
  });
});
