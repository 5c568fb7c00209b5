import { existsSync } from "node:fs";
import { dirname, join, relative, resolve, sep } from "node:path";

import { parseManifestFile } from "#domain/manifest/file.ts";
import type { ManifestFile } from "#domain/manifest/file.ts";

import { readText } from "./read-text.ts";
import type { Terminal } from "./terminal.ts";
import { isFolder, yamlFilesBelow } from "./yaml-files.ts";

export const standardInput = "-";
const nameOfInput = "stdin.yaml";

/** Manifests that are read together: one file, or a repository of which a cluster syncs the folder `root`. */
export interface ManifestSet {
  /** As the command line names it. */
  readonly label: string;
  readonly files: ReadonlyMap<string, ManifestFile>;
  readonly root: string;
  /** Where a file of the set is on disk, seen from here; null for standard input. */
  readonly pathOf: (file: string) => string | null;
}

/** The files that an argument names, each parsed by itself. Throws `Refusal` when one cannot be read. */
export async function* readManifests(
  path: string,
  terminal: Terminal,
): AsyncGenerator<ManifestFile> {
  if (path === standardInput) {
    yield parseManifestFile(path, await terminal.readStdin());
    return;
  }
  for (const file of isFolder(path) ? yamlFilesBelow(path) : [path]) {
    yield parseManifestFile(file, readText(file));
  }
}

/** The set that an argument names. Throws `Refusal` when it cannot be read. */
export async function openManifestSet(path: string, terminal: Terminal): Promise<ManifestSet> {
  if (path === standardInput) {
    const text = await terminal.readStdin();
    return oneFile({ label: path, name: nameOfInput, text, onDisk: null });
  }
  if (isFolder(path)) return folderSet(path);
  return oneFile({ label: path, name: path, text: readText(path), onDisk: path });
}

/** The repository around a folder, with the folder as the one that a cluster syncs. Files are read when needed. */
export function folderSet(folder: string): ManifestSet {
  const repository = repositoryOf(resolve(folder));
  const names = yamlFilesBelow(repository).map((path) => slashed(relative(repository, path)));
  return {
    label: folder,
    files: new Map(names.map((name) => [name, lazyFile(name, join(repository, name))])),
    root: slashed(relative(repository, resolve(folder))),
    pathOf: (file) => relative(process.cwd(), join(repository, file)) || ".",
  };
}

function oneFile(input: {
  readonly label: string;
  readonly name: string;
  readonly text: string;
  readonly onDisk: string | null;
}): ManifestSet {
  const { label, name, text, onDisk } = input;
  const file = parseManifestFile(name, text);
  return { label, files: new Map([[name, file]]), root: "", pathOf: () => onDisk };
}

/** Bases may stand anywhere in the repository; without one, no further away than the working folder. */
function repositoryOf(folder: string): string {
  for (let at = folder; ; at = dirname(at)) {
    if (existsSync(join(at, ".git"))) return at;
    if (at === dirname(at)) break;
  }
  const here = process.cwd();
  return folder.startsWith(here + sep) ? here : folder;
}

/** A file that is read and parsed at its first use: a build needs few of a large repository. */
function lazyFile(path: string, onDisk: string): ManifestFile {
  let parsed: ManifestFile | undefined;
  function file(): ManifestFile {
    parsed ??= parseManifestFile(path, readText(onDisk));
    return parsed;
  }
  return {
    path,
    get text() {
      return file().text;
    },
    get documents() {
      return file().documents;
    },
    get problems() {
      return file().problems;
    },
  };
}

function slashed(path: string): string {
  return path.split(sep).join("/");
}
