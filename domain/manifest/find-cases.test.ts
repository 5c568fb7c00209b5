import { existsSync, readFileSync, readdirSync, statSync } from "node:fs";
import { join } from "node:path";

import { describe, expect, it } from "vitest";
import { z } from "zod";

import { DomainError } from "#domain/error.ts";
import { parseImageRef } from "#domain/image/ref.ts";

import { customWorkloadKind } from "./custom-workload-kind.ts";
import { applyEdits, editsForImage } from "./edit.ts";
import { parseManifestFile } from "./file.ts";
import { splitImage } from "./image-text.ts";
import { indexManifests } from "./manifest-index.ts";
import type { ManifestContainer, ManifestIndex } from "./manifest-index.ts";
import type { ImageSite } from "./site.ts";

/** Each folder: a repository, what is found in it, and which lines change when each image takes another tag. */
const folder = join(import.meta.dirname, "finding", "cases");
const cases = readdirSync(folder);
const kindsSchema = z.array(
  z.object({ group: z.string(), kind: z.string(), podTemplate: z.string() }),
);

type Texts = ReadonlyMap<string, string>;

interface FindCase {
  readonly texts: Texts;
  readonly index: (texts: Texts) => ManifestIndex;
}

/** A cluster syncs the repository's folder `cluster`, or all of it where there is no such folder. */
function readCase(name: string): FindCase {
  const repo = join(folder, name, "repo");
  const paths = readdirSync(repo, { recursive: true, encoding: "utf8" }).filter((path) =>
    statSync(join(repo, path)).isFile(),
  );
  const kindsFile = join(folder, name, "kinds.json");
  const kinds = existsSync(kindsFile)
    ? kindsSchema.parse(JSON.parse(readFileSync(kindsFile, "utf8"))).map(customWorkloadKind)
    : [];
  const root = existsSync(join(repo, "cluster")) ? "cluster" : "";
  return {
    texts: new Map(paths.toSorted().map((path) => [path, readFileSync(join(repo, path), "utf8")])),
    index(texts) {
      const files = [...texts].map(
        ([path, text]) => [path, parseManifestFile(path, text)] as const,
      );
      return indexManifests({ files: new Map(files), root, kinds });
    },
  };
}

interface Found {
  readonly id: string;
  readonly container: ManifestContainer;
}

function containersOf(index: ManifestIndex): readonly Found[] {
  return [...index.workloads.values()].flatMap(({ key, containers }) =>
    containers.map((container) => ({ id: `${key} ${container.name}`, container })),
  );
}

function retagged(texts: Texts, { site, image }: ManifestContainer, tag: string): Texts {
  const { name } = splitImage(image);
  const edits = editsForImage(site, parseImageRef(`${name}:${tag}`));
  const files = [...new Set(edits.map(({ file }) => file))].map((file): [string, string] => {
    const own = edits.filter((edit) => edit.file === file);
    return [file, applyEdits(texts.get(file) ?? "", own)];
  });
  return new Map([...texts, ...files]);
}

function changedLines(before: Texts, after: Texts): readonly string[] {
  return [...after].flatMap(([path, text]) => {
    if (text === before.get(path)) return [];
    const [old, now] = [before.get(path) ?? "", text].map((one) => one.split("\n"));
    const gone = old?.filter((line) => now?.includes(line) !== true) ?? [];
    const added = now?.filter((line) => old?.includes(line) !== true) ?? [];
    return [
      `      ${path}`,
      ...gone.map((line) => `      -${line}`),
      ...added.map((line) => `      +${line}`),
    ];
  });
}

function refusalOf(act: () => unknown): string | undefined {
  try {
    act();
    return undefined;
  } catch (error) {
    if (error instanceof DomainError) return `${error.code}: ${error.message}`;
    throw error;
  }
}

function describeContainer(given: FindCase, { container }: Found): readonly string[] {
  const { name, init, image, site, overridden } = container;
  const notes = [
    `${site.file}:${site.line} ${site.form}`,
    ...(overridden === undefined ? [] : [`overrides ${overridden.file}:${overridden.line}`]),
    ...(site.marker === undefined ? [] : [`marker ${site.marker}`]),
  ];
  let lines: readonly string[] = [];
  const refusal = refusalOf(() => {
    lines = changedLines(given.texts, retagged(given.texts, container, "20270101"));
  });
  return [
    `  ${name}${init ? " (init)" : ""}  ${image}`,
    `      ${notes.join(", ")}`,
    ...(refusal === undefined ? lines : [`      ${refusal}`]),
  ];
}

function report(given: FindCase): string {
  const index = given.index(given.texts);
  const lines = [...index.workloads.values()].flatMap((workload) => [
    `${workload.key}  ${workload.file}:${workload.line}${workload.locked ? " locked" : ""}`,
    ...workload.containers.flatMap((container) =>
      describeContainer(given, { id: workload.key, container }),
    ),
  ]);
  const ambiguous = [...index.ambiguous].map(([key, places]) => {
    return `ambiguous ${key}: ${places.map(({ file, line }) => `${file}:${line}`).join(", ")}`;
  });
  const problems = index.problems.map(({ file, line, message }) => `${file}:${line} ${message}`);
  return [...lines, ...ambiguous, ...problems, ""].join("\n");
}

describe("what is found, and what an edit of it changes", () => {
  it.each(cases)("%s", async (name) => {
    const expected = join(folder, name, "expected.txt");
    await expect(report(readCase(name))).toMatchFileSnapshot(expected);
  });
});

describe("an edit through a site", () => {
  it.each(cases)("gives the new image and leaves all others as they were: %s", (name) => {
    const given = readCase(name);
    const before = containersOf(given.index(given.texts));
    for (const { id, container } of before) {
      for (const tag of ["2.0.0-next", "1e3", "20270101"]) {
        if (refusalOf(() => retagged(given.texts, container, tag)) !== undefined) continue;
        const after = containersOf(given.index(retagged(given.texts, container, tag)));
        const wanted = before.map((one) => {
          const isWritten = one.id === id || isSameSite(one.container, container);
          const { name: image } = splitImage(one.container.image);
          return [one.id, isWritten ? `${image}:${tag}` : one.container.image];
        });
        expect(after.map((one) => [one.id, one.container.image])).toEqual(wanted);
      }
    }
  });
});

function isSameSite({ site: a }: ManifestContainer, { site: b }: ManifestContainer): boolean {
  return JSON.stringify(spotOf(a)) === JSON.stringify(spotOf(b));
}

function spotOf({ file, document, scalars, insertAt }: ImageSite): readonly unknown[] {
  return [file, document, scalars.map(({ path }) => path), insertAt?.path];
}
