import { expect, it } from "vitest";

import { parseManifestFile } from "#domain/manifest/file.ts";
import { imagesInFile } from "#domain/manifest/images-in-file.ts";

import { imageRows } from "./image-rows.ts";

function rows(text: string) {
  const file = parseManifestFile("a.yaml", text);
  return imageRows(file, imagesInFile(file));
}

const pod = "apiVersion: v1\nkind: Pod\nmetadata: {name: p, namespace: n}\nspec:\n";
const release =
  "apiVersion: helm.toolkit.fluxcd.io/v2\nkind: HelmRelease\nmetadata: {name: r}\nspec:\n  values:\n";

it.each([
  ["plain", "  containers: [{name: c, image: a:1}]\n", 5, 33, "a:1"],
  ["double quotes", '  containers:\n  - image: "a:1"\n    name: c\n', 6, 12, '"a:1"'],
  ["non-ASCII before", "  containers: [{name: ö, image: 'a:1'}]\n", 5, 33, "'a:1'"],
])("%s", (_, spec, line, column, writtenAs) => {
  const [row] = rows(pod + spec);
  expect(row).toMatchObject({ file: "a.yaml", document: 0, workload: "n:pod/p" });
  expect(row).toMatchObject({ line, column, image: "a:1", writtenAs });
});

it("lists the parts of an image that several values make up", () => {
  const [row] = rows(`${release}    image:\n      tag: "2"\n      repository: acme/r\n`);
  expect(row).toMatchObject({ container: "chart-image", image: "acme/r:2", line: 7, column: 12 });
  expect(row?.writtenAs).toBe('repository: acme/r, tag: "2"');
});

it("counts documents and keeps the order of the text", () => {
  const one = `${pod}  containers: [{name: c, image: a:1}]\n  initContainers: [{name: i, image: b:1}]\n`;
  const found = rows(`# nothing\n---\n${one}---\n${one.replace("name: p", "name: q")}`);
  expect(found.map((row) => [row.document, row.workload, row.container])).toEqual([
    [0, "n:pod/p", "c"],
    [0, "n:pod/p", "i"],
    [1, "n:pod/q", "c"],
    [1, "n:pod/q", "i"],
  ]);
});
