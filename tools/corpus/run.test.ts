import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { afterAll, beforeAll, expect, it } from "vitest";

import { runCorpus } from "./run.ts";

const pod = "apiVersion: v1\nkind: Pod\nmetadata: {name: p}\nspec:\n  containers:\n";
const files: Readonly<Record<string, string>> = {
  "plain.yaml": `${pod}  - {name: a, image: acme/a:1} # one\n  - {name: b, image: 'acme/b:stagecoach-9'}\n`,
  "windows.yml": `\uFEFF${pod}  - name: a\n    image: "acme/a"\n`.replaceAll("\n", "\r\n"),
  "kustomization.yaml":
    "images:\n- name: acme/a\n  newTag: '1'\n- name: acme/b\n  newName: acme/c\n",
  "release.yaml":
    "apiVersion: helm.toolkit.fluxcd.io/v2\nkind: HelmRelease\nmetadata: {name: r}\nspec:\n  values:\n    image: {repository: acme/r, tag: 1.0.0}\n",
  "shared.yaml": `${pod}  - {name: a, image: &i acme/a:1}\n  - {name: b, image: *i}\n`,
  "placeholder.yaml": `${pod}  - {name: a, image: "$IMAGE"}\n`,
  "template.yaml": "a: {{ .Values.a }}\n",
  "note.txt": "image: not-read:1\n",
};

let folder = "";

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "stagecoach-corpus-"));
  for (const [name, text] of Object.entries(files)) writeFileSync(join(folder, name), text);
});

afterAll(() => rmSync(folder, { recursive: true }));

it("changes every image that can be changed and counts the rest by reason", () => {
  const lines: string[] = [];
  expect(runCorpus(folder, (line) => lines.push(line))).toBe(0);
  const report = lines.join("\n");
  expect(report).toMatch(/^files +7$/m);
  expect(report).toMatch(/^ +not read whole +1$/m);
  expect(report).toMatch(/ {2}1 {2}.*have to be rendered first\. {2}\(template\.yaml:1:\d+\)$/m);
  expect(report).toMatch(/ {2}1 {2}.*is not an image reference: .* {2}\(placeholder\.yaml:6\)$/m);
  expect(report).toMatch(/^ +changed inexactly +0$/m);
});
