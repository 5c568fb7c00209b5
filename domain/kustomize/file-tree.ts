import type { ManifestFile } from "#domain/manifest/file.ts";

/** A repository's files at one commit, as the build reads them. Paths are relative to the repository's root. */
export interface FileTree {
  /** Every path, sorted. */
  readonly paths: readonly string[];
  readonly hasFolder: (path: string) => boolean;
  readonly manifest: (path: string) => ManifestFile | undefined;
  /** The text of a file of any kind; left out where only manifests are known, whose texts are used then. */
  readonly text?: (path: string) => string | undefined;
}

/** A tree over `paths`; folders are derived from them, the root being the empty path. */
export function fileTree(
  paths: Iterable<string>,
  read: Pick<FileTree, "manifest" | "text">,
): FileTree {
  const folders = new Set([""]);
  const sorted = [...paths].sort();
  for (const path of sorted) {
    for (let folder = folderOf(path); !folders.has(folder); folder = folderOf(folder)) {
      folders.add(folder);
    }
  }
  return { paths: sorted, hasFolder: (path) => folders.has(path), ...read };
}

/** The folder that a file or folder stands in; the empty path for what stands at the root. */
export function folderOf(path: string): string {
  return path.slice(0, Math.max(path.lastIndexOf("/"), 0));
}

/** `path` as seen from `folder`, or undefined where it leads out of the repository. */
export function resolvePath(folder: string, path: string): string | undefined {
  const parts = path.startsWith("/") || folder === "" ? [] : folder.split("/");
  for (const part of path.split("/")) {
    if (part === "" || part === ".") continue;
    if (part !== "..") parts.push(part);
    else if (parts.pop() === undefined) return undefined;
  }
  return parts.join("/");
}

/** Whether `path` is `folder` itself or stands anywhere below it. */
export function isWithin(folder: string, path: string): boolean {
  return folder === "" || path === folder || path.startsWith(`${folder}/`);
}
