/** How to reach the registry that serves a host's images; the password is never logged. */
export interface RegistryAccess {
  /** The host as image names write it: `registry.acme.test`, `docker.io`. */
  readonly host: string;
  /** Where its API answers; another host than `host` is a mirror. */
  readonly endpoint: string;
  readonly username?: string;
  readonly password?: string;
}

/** What a registry tells of one tag. */
export interface TaggedImage {
  readonly tag: string;
  /** The digest to pin: of the index where the tag is multi-platform, else of the manifest. */
  readonly digest: string;
  /** Every digest by which a runtime may call it: that one first, then those of the platforms of an index. */
  readonly digests: readonly string[];
  /** RFC 3339; missing when the image does not say. */
  readonly createdAt?: string;
  /** The commit it was built from, and where that commit lives. */
  readonly revision?: string;
  readonly source?: string;
  readonly version?: string;
  readonly labels: Readonly<Record<string, string>>;
}

/** The tags of a repository at one time. */
export interface TagList {
  readonly tags: readonly string[];
  /** What the registry recognises this list by; null where it offers nothing, or the list took more than one answer. */
  readonly etag: string | null;
}

/**
 * Reads image repositories by their names as manifests write them (`nginx`, `registry.acme.test/shop/checkout`).
 * Methods throw DomainError "unavailable" when the registry does not answer in time or in sense, and "forbidden" when
 * it refuses the credentials; both carry `data.host`.
 */
export interface ImageRegistry {
  /**
   * All tags, in the registry's order; null when the list is still the one of `etag`. Throws "not-found" for a
   * repository that the registry does not have.
   */
  listTags(
    repository: string,
    options?: RegistryCall & { readonly etag?: string | null },
  ): Promise<TagList | null>;
  /** What the tag stands for now; null when there is no such tag or repository. */
  describe(repository: string, tag: string, options?: RegistryCall): Promise<TaggedImage | null>;
  /** The digest that the tag stands for now, in one request; null when there is no such tag or repository. */
  digestOf(repository: string, tag: string, options?: RegistryCall): Promise<string | null>;
}

export interface RegistryCall {
  readonly signal?: AbortSignal;
}
