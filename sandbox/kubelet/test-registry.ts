import { createHash } from "node:crypto";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";

/** A registry of images that have labels and nothing else, for tests. */
export interface TestRegistry {
  readonly url: string;
  /** Adds or replaces `library/nginx:1.29`; returns the digest of its manifest. */
  push(image: string, labels?: Readonly<Record<string, string>>): string;
  close(): Promise<void>;
}

export async function startTestRegistry(): Promise<TestRegistry> {
  const manifests = new Map<string, string>();
  const blobs = new Map<string, string>();
  const server = createServer((request, response) => {
    const { pathname } = new URL(request.url ?? "/", "http://registry");
    const [, path = "", kind = "", reference = ""] =
      /^\/v2\/(.+)\/(manifests|blobs)\/([^/]+)$/.exec(pathname) ?? [];
    const found =
      kind === "manifests" ? manifests.get(`${path} ${reference}`) : blobs.get(reference);
    if (found === undefined) {
      response.writeHead(404).end(JSON.stringify({ errors: [{ code: "MANIFEST_UNKNOWN" }] }));
      return;
    }
    response.writeHead(200, {
      "content-type": "application/vnd.oci.image.manifest.v1+json",
      "docker-content-digest": digestOf(found),
    });
    response.end(found);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return {
    url: `http://127.0.0.1:${portOf(server.address())}`,
    push(image, labels = {}) {
      const [path = "", tag = "latest"] = image.split(":");
      const config = JSON.stringify({ config: { Labels: labels }, image });
      const manifest = JSON.stringify({
        schemaVersion: 2,
        config: { digest: digestOf(config) },
        layers: [{ size: 1024 }],
      });
      blobs.set(digestOf(config), config);
      manifests.set(`${path} ${tag}`, manifest);
      manifests.set(`${path} ${digestOf(manifest)}`, manifest);
      return digestOf(manifest);
    },
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

function digestOf(text: string): string {
  return `sha256:${createHash("sha256").update(text).digest("hex")}`;
}

function portOf(address: AddressInfo | string | null): number {
  return typeof address === "object" && address ? address.port : 0;
}
