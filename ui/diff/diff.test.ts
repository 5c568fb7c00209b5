import { describe, expect, it } from "vitest";

import { emphasize } from "./emphasis.ts";
import { parseDiff } from "./parse-diff.ts";

const diff = `diff --git a/prod/shop/checkout.yaml b/prod/shop/checkout.yaml
--- a/prod/shop/checkout.yaml
+++ b/prod/shop/checkout.yaml
@@ -21,4 +21,4 @@ spec:
       containers:
-        - image: ghcr.io/acme/checkout:1.40.0 # keep in step
+        - image: ghcr.io/acme/checkout:1.42.1 # keep in step
           name: checkout
           ports:
@@ -40,1 +40,1 @@
-x: 1
+x: 2
--- a/prod/shop/kustomization.yaml
+++ b/prod/shop/kustomization.yaml
@@ -12,2 +12,2 @@
 images:
--- {name: carts, newTag: 0.9.1}
+-- {name: carts, newTag: 0.9.3}
\\ No newline at end of file
`;

describe("parseDiff", () => {
  const files = parseDiff(diff);

  it("finds the files and counts their lines", () => {
    expect(files.map(({ path, added, removed }) => [path, added, removed])).toEqual([
      ["prod/shop/checkout.yaml", 2, 2],
      ["prod/shop/kustomization.yaml", 1, 1],
    ]);
  });

  it("numbers lines as in their file", () => {
    expect(files[0]?.hunks[0]?.map(({ kind, number }) => [kind, number])).toEqual([
      ["context", 21],
      ["remove", 22],
      ["add", 22],
      ["context", 23],
      ["context", 24],
    ]);
  });

  it("keeps a removed line that looks like a header", () => {
    expect(files[1]?.hunks[0]?.map(({ text }) => text)).toEqual([
      "images:",
      "-- {name: carts, newTag: 0.9.1}",
      "-- {name: carts, newTag: 0.9.3}",
    ]);
  });

  it.each(["", "\n", "not a diff", "@@ -1 +1 @@"])("of %j is nothing", (text) => {
    expect(parseDiff(text)).toEqual([]);
  });
});

describe("emphasize", () => {
  it("marks the words that differ, on both sides", () => {
    const [, removed, added] = emphasize(parseDiff(diff)[0]?.hunks[0] ?? []);
    expect(removed).toMatchObject({
      before: "        - image: ghcr.io/acme/checkout:",
      changed: "1.40.0",
      after: " # keep in step",
    });
    expect(added).toMatchObject({ changed: "1.42.1" });
  });

  it.each([
    { name: "a line alone", old: [], fresh: ["a: b"], marked: [""] },
    {
      name: "lines in pairs",
      old: ["a: 1", "b: 1"],
      fresh: ["a: 2", "b: 3"],
      marked: ["1", "1", "2", "3"],
    },
    {
      name: "a line without a partner",
      old: ["a: 1", "b: 1"],
      fresh: ["a: 2"],
      marked: ["1", "", "2"],
    },
    { name: "what was added to a line", old: ["a: 1"], fresh: ["a: 1 # x"], marked: ["", " # x"] },
  ])("$name", ({ old, fresh, marked }) => {
    const lines = [
      ...old.map((text) => ({ kind: "remove", text, number: 1 }) as const),
      ...fresh.map((text) => ({ kind: "add", text, number: 1 }) as const),
    ];
    expect(emphasize(lines).map(({ changed }) => changed)).toEqual(marked);
  });
});
