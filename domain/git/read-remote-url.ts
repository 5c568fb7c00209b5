import { DomainError } from "#domain/error.ts";

import { parseRemoteUrl } from "./remote-url.ts";
import type { RemoteUrl } from "./remote-url.ts";

/** An address of a repository, taken apart; null for what is none, such as that of a registry. */
export function readRemoteUrl(url: string): RemoteUrl | null {
  try {
    return parseRemoteUrl(url);
  } catch (error) {
    if (error instanceof DomainError) return null;
    throw error;
  }
}
