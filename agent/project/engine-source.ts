/** Where in git an object of Flux or Argo CD takes what it deploys from, as far as it tells itself. */
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
}

/** The address without a user and a password, which people write into it. */
export function withoutCredentials(url: string): string {
  return url.replace(/^([a-z][a-z0-9+.-]*:\/\/)[^/@]*@/i, "$1");
}
