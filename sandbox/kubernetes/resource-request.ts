import type { IncomingMessage, ServerResponse } from "node:http";

import type { TokenHolder } from "./access.ts";
import type { Resource } from "./resource.ts";

/** A request for a resource: what its path and query say, and who sent it. */
export interface ResourceRequest {
  readonly resource: Resource;
  readonly namespace: string | undefined;
  readonly name: string | undefined;
  readonly subresource: string | undefined;
  readonly query: URLSearchParams;
  readonly holder: TokenHolder;
  readonly request: IncomingMessage;
  readonly response: ServerResponse;
}
