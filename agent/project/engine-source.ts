import type { EngineError } from "#domain/rollout/engine-state.ts";

/** Where in git an object of Flux or Argo CD takes what it deploys from, and how far it is, as far as it tells. */
export interface EngineSource {
  /** The source of Flux that it names, as `deployerKeys` names objects; null where it is a source itself. */
  readonly from: string | null;
  /** Without credentials. */
  readonly url: string | null;
  /** Null where it is a tag, a commit, or what the host calls its default. */
  readonly branch: string | null;
  readonly path: string | null;
  /** Whether it applies new commits by itself. */
  readonly automatic: boolean;
  /** The commit that it last found in git. */
  readonly seen: string | null;
  /** The commit that it last applied whole. */
  readonly applied: string | null;
  /** What its controller says went wrong. */
  readonly failure: Omit<EngineError, "by"> | null;
  /** What the sync windows of an Application's project are about; null for what has none. */
  readonly windowed: Windowed | null;
  /** What it lists as its own, as `inventoryKey` names objects. */
  readonly inventory: readonly string[];
}

export interface Windowed {
  readonly project: string;
  /** Where it deploys to. */
  readonly namespace: string;
  /** The address and the name of the cluster, as far as they are given. */
  readonly clusters: readonly string[];
}

/** What an object that is no source and applies nothing would tell. */
export const silentSource: EngineSource = {
  from: null,
  url: null,
  branch: null,
  path: null,
  automatic: true,
  seen: null,
  applied: null,
  failure: null,
  windowed: null,
  inventory: [],
};

/** The address without a user and a password, which people write into it. */
export function withoutCredentials(url: string): string {
  return url.replace(/^([a-z][a-z0-9+.-]*:\/\/)[^/@]*@/i, "$1");
}

/** The path as git has it, from the root of the repository and without a slash before it. */
export function gitPath(path: string | null | undefined): string {
  return (path ?? "").replace(/^(\.?\/+)+|^\.$/, "");
}
