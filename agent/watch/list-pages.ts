import { z } from "zod";

import type { KubeClient } from "#agent/kube/kube-client.ts";

const ListPage = z.object({
  metadata: z.object({ resourceVersion: z.string(), continue: z.string().optional() }),
  items: z.array(z.unknown()).nullish(),
});

/**
 * Reads a collection page by page, telling of each object, and returns the version that a watch goes on from.
 * Throws KubeFailure 410 where the pages expired meanwhile: begin again.
 */
export async function listPages(request: {
  readonly client: KubeClient;
  readonly path: string;
  readonly query: Readonly<Record<string, string>>;
  readonly pageSize: number;
  readonly signal: AbortSignal;
  readonly found: (object: unknown) => void;
}): Promise<string> {
  const { client, path, pageSize, signal, found } = request;
  let token = "";
  for (;;) {
    const query = {
      ...request.query,
      limit: String(pageSize),
      ...(token !== "" && { continue: token }),
    };
    const { metadata, items } = ListPage.parse(await client.send({ path, query, signal }));
    for (const item of items ?? []) found(item);
    token = metadata.continue ?? "";
    if (token === "") return metadata.resourceVersion;
  }
}
