import { createHash } from "node:crypto";
import { mkdtemp, rm } from "node:fs/promises";
import { createServer, type Server } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { afterAll, beforeAll, describe, expect, it } from "vitest";

import { listen } from "#sandbox/http/listen.ts";

import { Catalogue, type ImageRepository } from "./catalogue.ts";
import { serveRegistry } from "./serve.ts";

const created = "2026-03-01T10:00:00.000Z";
const source = "https://git.acme.test/shop/cart";
const pinnedDigest = `sha256:${"a".repeat(64)}`;

const cart: ImageRepository = {
  host: "registry.acme.test",
  path: "shop/cart",
  source,
  images: [
    { tag: "main-1", revision: "r1", created },
    { tag: "main-2", revision: "r2", created, behaviour: "crash" },
    { tag: "main-3", revision: "r3", created, missing: true },
    { tag: "main-4", revision: "r4", created, pinnedDigest },
  ],
};
const other: ImageRepository = { ...cart, host: "docker.io", images: cart.images.slice(0, 1) };

let folder: string;
let catalogue: Catalogue;
let server: Server;
let base: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "sandbox-registry-"));
  catalogue = new Catalogue(join(folder, "images.json"));
  catalogue.seed([cart, other]);
  server = createServer(serveRegistry(catalogue));
  base = `http://127.0.0.1:${await listen(server, 0)}/v2/`;
});

afterAll(async () => {
  server.close();
  server.closeAllConnections();
  await rm(folder, { recursive: true });
});

describe("tags", () => {
  it("are listed in pages that link to the next", async () => {
    const pages: string[][] = [];
    let next: string | null = "shop/cart/tags/list?n=3&ns=registry.acme.test";
    while (next !== null) {
      const answer: Response = await fetch(new URL(next, base));
      pages.push((await answer.json()).tags);
      next = /^<(.*)>; rel="next"$/.exec(answer.headers.get("link") ?? "")?.[1] ?? null;
    }
    expect(pages).toEqual([["main-1", "main-2", "main-3"], ["main-4"]]);
  });

  it("are sent again only when they changed", async () => {
    const first = await fetch(`${base}shop/cart/tags/list`);
    const etag = first.headers.get("etag") ?? "";
    const second = await fetch(`${base}shop/cart/tags/list`, {
      headers: { "if-none-match": etag },
    });
    expect(second.status).toBe(304);
    const other = await fetch(`${base}shop/cart/tags/list`, {
      headers: { "if-none-match": '"x"' },
    });
    expect(other.status).toBe(200);
  });

  it("are those of the registry that ns names", async () => {
    const answer = await fetch(`${base}shop/cart/tags/list?ns=docker.io`);
    expect((await answer.json()).tags).toEqual(["main-1"]);
  });
});

describe("an image", () => {
  it("is a manifest and a config whose digests are true", async () => {
    const byTag = await fetch(`${base}shop/cart/manifests/main-2`);
    const digest = byTag.headers.get("docker-content-digest");
    const text = await byTag.text();
    expect(digest).toBe(digestOf(text));
    const byDigest = await fetch(`${base}shop/cart/manifests/${digest}`);
    expect(await byDigest.text()).toBe(text);

    const manifest = JSON.parse(text);
    const blob = await (await fetch(`${base}shop/cart/blobs/${manifest.config.digest}`)).text();
    expect(digestOf(blob)).toBe(manifest.config.digest);
    expect(JSON.parse(blob)).toMatchObject({
      created,
      config: {
        Labels: {
          "org.opencontainers.image.revision": "r2",
          "org.opencontainers.image.source": source,
          "org.opencontainers.image.created": created,
          "org.opencontainers.image.version": "main-2",
          "sandbox.stagecoach.dev/behaviour": "crash",
        },
      },
    });
  });

  it("answers HEAD with its digest and without a body", async () => {
    const answer = await fetch(`${base}shop/cart/manifests/main-1`, { method: "HEAD" });
    expect(answer.headers.get("docker-content-digest")).toMatch(/^sha256:/);
    expect(await answer.text()).toBe("");
  });

  it.each([
    ["main-1", 200],
    ["main-3", 404],
  ])("%s has its layer: %i", async (tag, status) => {
    const manifest = await (await fetch(`${base}shop/cart/manifests/${tag}`)).json();
    const layer = manifest.layers[0].digest;
    expect((await fetch(`${base}shop/cart/blobs/${layer}`, { method: "HEAD" })).status).toBe(
      status,
    );
  });

  it("is there under the digest that a manifest of unknown origin pins", async () => {
    const answer = await fetch(`${base}shop/cart/manifests/${pinnedDigest}`);
    expect(answer.headers.get("docker-content-digest")).toBe(pinnedDigest);
  });
});

describe("the registry", () => {
  it.each([
    ["shop/unknown/tags/list", 404],
    ["shop/cart/manifests/none", 404],
    ["shop/cart/blobs/sha256:0", 404],
    ["shop/cart/tags/list?ns=quay.io", 404],
    ["shop/cart/tags/list?n=many", 400],
    ["", 200],
  ])("answers %s with %i", async (path, status) => {
    expect((await fetch(base + path)).status).toBe(status);
  });

  it("keeps what was pushed, and moves a tag that is pushed again", () => {
    const repository = catalogue.find("shop/cart", "registry.acme.test");
    if (repository) catalogue.push(repository, { tag: "main-1", revision: "r9", created });
    const reopened = new Catalogue(join(folder, "images.json"));
    const tags = reopened.find("shop/cart")?.images.map(({ tag }) => tag);
    expect(tags).toEqual(["main-2", "main-3", "main-4", "main-1"]);
  });

  it("does not seed twice", () => {
    catalogue.seed([{ ...cart, images: [] }]);
    expect(catalogue.find("shop/cart")?.images).toHaveLength(4);
  });
});

function digestOf(text: string): string {
  return `sha256:${createHash("sha256").update(text).digest("hex")}`;
}
