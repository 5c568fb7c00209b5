import { isSameRepository } from "#domain/git/same-repository.ts";
import type { GitPlace, ObservedEngine } from "#domain/rollout/observed.ts";

import { sourceFolder } from "./source-folder.ts";

/**
 * The folders of one branch of a repository that have what an engine deploys: the one that it names, and those of the
 * Kustomizations above it, because whoever reads these is led on. An Application leads on to no folder.
 */
export function foldersOf(engine: ObservedEngine): readonly string[] {
  const { source } = engine;
  if (source === null) return [];
  const folders = [sourceFolder(source.path)];
  for (const parent of engine.parents ?? []) {
    if (parent.kind !== "kustomization") break;
    if (parent.source === undefined || !isSameBranch(parent.source, source)) break;
    folders.push(sourceFolder(parent.source.path));
  }
  return [...new Set(folders)];
}

/** Whether both are of the same branch of the same repository, however its address is written. */
export function isSameBranch(
  one: Pick<GitPlace, "url" | "branch">,
  other: Pick<GitPlace, "url" | "branch">,
): boolean {
  return one.branch === other.branch && isSameAddress(one.url, other.url);
}

/** The same, whatever the branch; two that are no addresses of git are compared as they are written. */
export function isSameAddress(one: string, other: string): boolean {
  return one === other || isSameRepository(one, other);
}
