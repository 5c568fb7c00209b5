import { describe, expect, it } from "vitest";

import { parseImageRef } from "#domain/image/ref.ts";

import { editsForImage } from "./edit.ts";
import type { ImageSite } from "./site.ts";

const digest = `sha256:${"ab".repeat(32)}`;
const refused = expect.objectContaining({ code: "edit-refused" });

function site(
  form: ImageSite["form"],
  scalars: Readonly<Partial<Record<ImageSite["scalars"][number]["role"], string>>>,
  inherited?: string,
): ImageSite {
  const roles = ["registry", "image", "repository", "name", "tag", "digest"] as const;
  return {
    file: "f.yaml",
    document: 0,
    line: 1,
    form,
    scalars: roles.flatMap((role) => {
      const value = scalars[role];
      return value === undefined ? [] : [{ role, path: ["s", role], value }];
    }),
    ...(inherited === undefined ? {} : { insertAt: { path: ["s"], inherited } }),
  };
}

function changes(at: ImageSite, image: string): readonly string[] {
  const edits = editsForImage(at, parseImageRef(image));
  return edits.map(({ path, from, to }) => `${path.join(".")}: ${from ?? "+"} > ${to}`);
}

describe("editsForImage", () => {
  it.each([
    ["a:1", "a:1", []],
    ["a:1", "a:2", ["s.image: a:1 > a:2"]],
    ["a:1", "docker.io/library/a:2", ["s.image: a:1 > a:2"]],
    ["a:1", "quay.io/a:1", ["s.image: a:1 > quay.io/a:1"]],
    [`a:1@${digest}`, "a:1", [`s.image: a:1@${digest} > a:1`]],
    ["a:1", `a:2@${digest}`, [`s.image: a:1 > a:2@${digest}`]],
    ["PLACEHOLDER", "a:2", ["s.image: PLACEHOLDER > a:2"]],
  ])("one scalar: %s to %s", (from, to, expected) => {
    expect(changes(site("image", { image: from }), to)).toEqual(expected);
  });

  it.each([
    [{ tag: "1" }, "a:0", "a:1", []],
    [{ tag: "1" }, "a:0", "a:2", ["s.tag: 1 > 2"]],
    [{}, "a:1", "a:1", []],
    [{}, "a:1", "a:2", ["s.newTag: + > 2"]],
    [{ name: "m/a" }, "a:1", "m/a:2", ["s.newTag: + > 2"]],
    [{ name: "m/a", tag: "1" }, "a:0", "n/a:1", ["s.name: m/a > n/a"]],
    [{ tag: "1" }, "a:0", "n/a:1", ["s.newName: + > n/a"]],
    [{ digest }, "a:1", "a:2", ["s.newTag: + > 2", `s.digest: ${digest} > `]],
    [{ tag: "1" }, "a:0", `a:1@${digest}`, [`s.digest: + > ${digest}`]],
    [{}, "a:1", `a:1@${digest}`, ["s.newTag: + > 1", `s.digest: + > ${digest}`]],
    [{ tag: "1" }, "a:0", `a@${digest}`, ["s.tag: 1 > ", `s.digest: + > ${digest}`]],
  ])("entry of a kustomization: %j over %s to %s", (...[scalars, inherited, to, expected]) => {
    expect(changes(site("kustomize", scalars, inherited), to)).toEqual(expected);
  });

  it("refuses to take the tag away through an entry", () => {
    const at = site("kustomize", { tag: "1" }, "a:0");
    expect(() => editsForImage(at, { name: "a" })).toThrow(refused);
  });

  it.each([
    [{ image: "a:1" }, "a:2", ["s.image: a:1 > a:2"]],
    [{ image: "a", tag: "1" }, "a:2", ["s.tag: 1 > 2"]],
    [{ repository: "a", tag: "" }, "a:2", ["s.tag:  > 2"]],
    [{ registry: "quay.io", image: "o/a:1" }, "quay.io/o/a:2", ["s.image: o/a:1 > o/a:2"]],
    [{ registry: "quay.io/o", image: "a", tag: "1" }, "quay.io/o/b:1", ["s.image: a > b"]],
    [
      { registry: "quay.io", repository: "o/a", tag: "1" },
      "o/a:1",
      ["s.registry: quay.io > docker.io"],
    ],
    [{ registry: "docker.io", repository: "bitnami/a", tag: "1" }, "bitnami/a:2", ["s.tag: 1 > 2"]],
    [{ repository: "a", tag: "1", digest: "" }, `a:1@${digest}`, [`s.digest:  > ${digest}`]],
    [{ repository: "a", tag: `1@${digest}` }, "a:2", [`s.tag: 1@${digest} > 2`]],
  ])("Helm values: %j to %s", (scalars, to, expected) => {
    expect(changes(site("helm-values", scalars), to)).toEqual(expected);
  });

  it("refuses a digest alone where the values only have a tag", () => {
    const at = site("helm-values", { repository: "a", tag: "1" });
    expect(() => editsForImage(at, { name: "a", digest })).toThrow(refused);
  });
});
