import type {
  ImageRegistry,
  RegistryAccess,
  RegistryCall,
  TaggedImage,
} from "#ports/image-registry.ts";

import { describeImage } from "./describe-image.ts";
import { endpointOf } from "./endpoint.ts";
import { RepositorySession } from "./session.ts";
import { tagPages } from "./tag-pages.ts";
import type { TransportOptions } from "./transport.ts";

export interface OciImageRegistryOptions extends TransportOptions {
  /** The registries with an endpoint or credentials of their own; all others are read anonymously over https. */
  readonly accesses: readonly RegistryAccess[];
  /** Tags asked for at once; a registry may give fewer. */
  readonly pageSize?: number;
}

/** Any registry that speaks the OCI distribution API, for as long as the accesses given hold. */
export class OciImageRegistry implements ImageRegistry {
  readonly #options: OciImageRegistryOptions;
  readonly #grants = new Map<string, Promise<string>>();

  constructor(options: OciImageRegistryOptions) {
    this.#options = options;
  }

  listTags(repository: string, { signal }: RegistryCall = {}): AsyncIterable<readonly string[]> {
    const session = this.#session(repository);
    return tagPages({ session, pageSize: this.#options.pageSize ?? 1000, signal });
  }

  describe(
    repository: string,
    tag: string,
    { signal }: RegistryCall = {},
  ): Promise<TaggedImage | null> {
    return describeImage({ session: this.#session(repository), tag, signal });
  }

  #session(repository: string): RepositorySession {
    const endpoint = endpointOf(repository, this.#options.accesses);
    return new RepositorySession(endpoint, this.#options, this.#grants);
  }
}
