import type {
  ImageRegistry,
  RegistryAccess,
  RegistryCall,
  TagList,
  TaggedImage,
} from "#ports/image-registry.ts";

import { describeImage, readDigest } from "./describe-image.ts";
import { endpointOf } from "./endpoint.ts";
import { RepositorySession } from "./session.ts";
import { readTagList } from "./tag-list.ts";
import type { TransportOptions } from "./transport.ts";

export interface OciImageRegistryOptions extends Omit<TransportOptions, "pauses"> {
  /** The registries with an endpoint or credentials of their own; all others are read anonymously over https. */
  readonly accesses: readonly RegistryAccess[];
  /** Tags asked for at once; a registry may give fewer. */
  readonly pageSize?: number;
}

/** Any registry that speaks the OCI distribution API, for as long as the accesses given hold. */
export class OciImageRegistry implements ImageRegistry {
  readonly #options: OciImageRegistryOptions & TransportOptions;
  readonly #grants = new Map<string, Promise<string>>();

  constructor(options: OciImageRegistryOptions) {
    this.#options = { ...options, pauses: new Map() };
  }

  listTags(
    repository: string,
    { signal, etag = null }: RegistryCall & { readonly etag?: string | null } = {},
  ): Promise<TagList | null> {
    const session = this.#session(repository);
    return readTagList({ session, pageSize: this.#options.pageSize ?? 1000, etag, signal });
  }

  describe(
    repository: string,
    tag: string,
    { signal }: RegistryCall = {},
  ): Promise<TaggedImage | null> {
    return describeImage({ session: this.#session(repository), tag, signal });
  }

  digestOf(repository: string, tag: string, { signal }: RegistryCall = {}): Promise<string | null> {
    return readDigest({ session: this.#session(repository), tag, signal });
  }

  #session(repository: string): RepositorySession {
    const endpoint = endpointOf(repository, this.#options.accesses);
    return new RepositorySession(endpoint, this.#options, this.#grants);
  }
}
