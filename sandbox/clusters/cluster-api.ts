import type { IncomingMessage, ServerResponse } from "node:http";

/** A sample cluster's Kubernetes API, served below a path of the sandbox. */
export interface ClusterApi {
  /** Answers a request for the path within the API. */
  readonly handle: (request: IncomingMessage, response: ServerResponse, path: string) => void;
  /** Open watches end with it. */
  readonly close: () => void;
}
