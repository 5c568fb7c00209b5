import type { IncomingMessage, ServerResponse } from "node:http";
import { createServer } from "node:https";

import { makeCertificate } from "#sandbox/http/certificate.ts";
import { listen } from "#sandbox/http/listen.ts";
import { podLog } from "#sandbox/kubernetes/pod-log.ts";
import type { Pod } from "#sandbox/kubernetes/pod.ts";
import { ApiError } from "#sandbox/kubernetes/status.ts";

/**
 * The one thing that an API server asks of a kubelet here: `/containerLogs/<namespace>/<pod>/<container>`, over TLS
 * that nobody verifies, as on most clusters. The lines are made up from what the pod's status says of the container.
 */
export class PodLogServer {
  readonly #pods = new Map<string, Pod>();
  readonly #server = createServer(makeCertificate(), (request, response) =>
    this.#answer(request, response),
  );

  /** Listens on any port of this machine until the signal aborts. */
  async open(signal: AbortSignal): Promise<number> {
    signal.addEventListener("abort", () => {
      this.#server.closeAllConnections();
      this.#server.close();
    });
    return listen(this.#server, 0);
  }

  seen(pod: Pod): void {
    this.#pods.set(pod.metadata.uid, pod);
  }

  gone(uid: string): void {
    this.#pods.delete(uid);
  }

  #answer({ url }: IncomingMessage, response: ServerResponse): void {
    const { pathname, searchParams } = new URL(url ?? "/", "https://kubelet");
    const [, root, namespace, name, container] = pathname.split("/").map(decodeURIComponent);
    const pod = [...this.#pods.values()].find(
      ({ metadata }) => metadata.namespace === namespace && metadata.name === name,
    );
    if (root !== "containerLogs" || pod === undefined || container === undefined) {
      response.writeHead(404).end("There is no such pod here.");
      return;
    }
    searchParams.set("container", container);
    const { code, text } = logOf(pod, searchParams);
    response.writeHead(code, { "content-type": "text/plain" }).end(text);
  }
}

function logOf(pod: Pod, query: URLSearchParams): { readonly code: number; readonly text: string } {
  try {
    return { code: 200, text: podLog(pod, query) };
  } catch (error) {
    if (!(error instanceof ApiError)) throw error;
    return { code: error.status.code, text: error.message };
  }
}
