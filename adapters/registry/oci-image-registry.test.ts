import { afterEach, beforeEach, describe, expect, it } from "vitest";

import { contractRepository, describeImageRegistry } from "#test/contracts/image-registry.ts";
import { ociImage, ociIndex } from "#test/oci-image.ts";
import { OciRegistryServer, respond } from "#test/oci-registry-server.ts";

import { OciImageRegistry } from "./oci-image-registry.ts";

const label = "org.opencontainers.image.";
const name = "registry.acme.test/shop/cart";

describeImageRegistry("a small server", async () => {
  const server = await OciRegistryServer.start();
  const { host, path, source, images } = contractRepository;
  for (const { tag, created, revision } of images) {
    const labels = { [`${label}revision`]: revision, [`${label}source`]: source };
    server.addImage(path, tag, ociImage({ created, labels }));
  }
  const accesses = [{ host, endpoint: server.origin }];
  return { registry: new OciImageRegistry({ accesses, pageSize: 2 }), stop: () => server.stop() };
});

let server: OciRegistryServer;
beforeEach(async () => {
  server = await OciRegistryServer.start();
});
afterEach(() => server.stop());

function registry(options: { readonly timeoutMs?: number; readonly longestWaitMs?: number } = {}) {
  const accesses = [{ host: "registry.acme.test", endpoint: server.origin }];
  return new OciImageRegistry({ accesses, ...options });
}

async function listed(from = registry()): Promise<readonly string[]> {
  return (await from.listTags(name))?.tags ?? [];
}

describe("what an image says of itself", () => {
  it("annotations go before the config, and the config's time before inherited labels", async () => {
    const image = ociImage({
      created: "2026-01-01T00:00:00Z",
      labels: {
        [`${label}created`]: "2026-01-02T00:00:00Z",
        [`${label}version`]: "1",
        team: "shop",
      },
      annotations: { [`${label}version`]: "2" },
    });
    server.addImage("shop/cart", "1", image);
    const labels = {
      [`${label}created`]: "2026-01-02T00:00:00Z",
      [`${label}version`]: "2",
      team: "shop",
    };
    expect(await registry().describe(name, "1")).toEqual({
      tag: "1",
      digest: image.manifest.digest,
      digests: [image.manifest.digest],
      createdAt: "2026-01-01T00:00:00.000Z",
      version: "2",
      labels,
    });
  });

  it.each(["1970-01-01T00:00:00Z", "1980-01-01T00:00:01Z", "0001-01-01T00:00:00Z", "soon", ""])(
    "%s is no creation time",
    async (created) => {
      server.addImage("shop/cart", "1", ociImage({ created }));
      expect(await registry().describe(name, "1")).not.toHaveProperty("createdAt");
    },
  );

  it.each([
    [{ [`${label}created`]: "2026-01-02T03:04:05+01:00" }, "2026-01-02T02:04:05.000Z"],
    [{ "org.label-schema.build-date": "2026-01-03T00:00:00Z" }, "2026-01-03T00:00:00.000Z"],
    [
      {
        [`${label}created`]: "2026-01-02T00:00:00Z",
        "org.label-schema.build-date": "2026-01-03T00:00:00Z",
      },
      "2026-01-02T00:00:00.000Z",
    ],
    [
      { [`${label}created`]: "no time", "org.label-schema.build-date": "2026-01-03T00:00:00Z" },
      "2026-01-03T00:00:00.000Z",
    ],
  ])("a reproducible build's time is its label's: %j", async (labels, createdAt) => {
    server.addImage("shop/cart", "1", ociImage({ created: "1980-01-01T00:00:01Z", labels }));
    expect(await registry().describe(name, "1")).toMatchObject({ createdAt });
  });

  it("an annotation's time goes before the config's", async () => {
    const annotations = { [`${label}created`]: "2026-01-05T00:00:00Z" };
    server.addImage("shop/cart", "1", ociImage({ created: "2026-01-01T00:00:00Z", annotations }));
    expect(await registry().describe(name, "1")).toMatchObject({
      createdAt: "2026-01-05T00:00:00.000Z",
    });
  });

  it("a multi-platform image is told by linux/amd64, under the digest of the whole", async () => {
    const arm = ociImage({ labels: { [`${label}revision`]: "arm" } });
    const amd = ociImage({ labels: { [`${label}revision`]: "amd" } });
    const attestation = ociImage({ labels: { [`${label}revision`]: "attestation" } });
    for (const image of [arm, amd, attestation]) server.addImage("shop/cart", null, image);
    const index = ociIndex(
      { "unknown/unknown": attestation, "linux/arm64": arm, "linux/amd64": amd },
      { [`${label}source`]: "https://git.acme.test/cart" },
    );
    server.addManifest("shop/cart", "1", index);
    expect(await registry().describe(name, "1")).toMatchObject({
      digest: index.digest,
      digests: [index.digest, arm.manifest.digest, amd.manifest.digest],
      revision: "amd",
      source: "https://git.acme.test/cart",
    });
    server.addManifest(
      "shop/cart",
      "2",
      ociIndex({ "unknown/unknown": attestation, "linux/arm64": arm }),
    );
    expect(await registry().describe(name, "2")).toMatchObject({ revision: "arm" });
    server.addManifest("shop/cart", "3", ociIndex({}));
    expect(await registry().describe(name, "3")).toMatchObject({ labels: {} });
  });

  it("is not believed under another digest", async () => {
    const image = ociImage({ created: "2026-01-01T00:00:00Z" });
    server.addManifest("shop/cart", "1", image.manifest);
    server.addContent({ ...ociImage({}).config, digest: image.config.digest });
    const error = { code: "unavailable", message: expect.stringContaining("another digest") };
    await expect(registry().describe(name, "1")).rejects.toMatchObject(error);
  });

  it("is found without a config, as other artifacts have it", async () => {
    const image = ociImage({ annotations: { [`${label}version`]: "1" } });
    server.addManifest("shop/cart", "1", image.manifest);
    expect(await registry().describe(name, "1")).toMatchObject({ version: "1" });
  });
});

describe("how it asks", () => {
  it("10,000 tags take ten requests", async () => {
    const image = ociImage({});
    for (let index = 0; index < 10_000; index += 1)
      server.addImage("shop/cart", `t${index}`, image);
    expect(await listed()).toHaveLength(10_000);
    expect(server.seen).toHaveLength(10);
  });

  it("a list of one page has the registry's ETag, and is not read again under it", async () => {
    server.addImage("shop/cart", "1", ociImage({}));
    server.intercept = ({ etag }, response) => {
      response.setHeader("etag", '"v1"');
      if (etag !== '"v1"') return false;
      response.writeHead(304).end();
      return true;
    };
    const list = await registry().listTags(name);
    expect(list).toEqual({ tags: ["1"], etag: '"v1"' });
    expect(await registry().listTags(name, { etag: '"v1"' })).toBeNull();
    expect(await registry().listTags(name, { etag: '"v0"' })).toEqual(list);
  });

  it("a list of several pages has no ETag, for that of one page says nothing of the others", async () => {
    for (const tag of ["1", "2", "3"]) server.addImage("shop/cart", tag, ociImage({}));
    server.intercept = (_, response) => {
      response.setHeader("etag", '"page"');
      return false;
    };
    const accesses = [{ host: "registry.acme.test", endpoint: server.origin }];
    const paged = new OciImageRegistry({ accesses, pageSize: 2 });
    expect(await paged.listTags(name)).toEqual({ tags: ["1", "2", "3"], etag: null });
  });

  it("a tag's digest takes one HEAD, and the manifest where HEAD does not tell", async () => {
    const image = ociImage({});
    server.addImage("shop/cart", "1", image);
    expect(await registry().digestOf(name, "1")).toBe(image.manifest.digest);
    expect(server.seen.map(({ method }) => method)).toEqual(["HEAD"]);
    server.intercept = ({ method }, response) => {
      if (method !== "HEAD") return false;
      response.writeHead(405).end();
      return true;
    };
    expect(await registry().digestOf(name, "1")).toBe(image.manifest.digest);
    expect(server.seen.map(({ method }) => method)).toEqual(["HEAD", "HEAD", "GET"]);
  });

  it("tells a mirror which registry is meant, on every page", async () => {
    for (const tag of ["1", "2", "3"]) server.addImage("shop/cart", tag, ociImage({}));
    const accesses = [{ host: "registry.acme.test", endpoint: `${server.origin}/` }];
    await listed(new OciImageRegistry({ accesses, pageSize: 2 }));
    expect(server.seen.map(({ query }) => query.get("ns"))).toEqual([
      "registry.acme.test",
      "registry.acme.test",
    ]);
  });

  it("tells the registry itself nothing of the kind", async () => {
    server.addImage("shop/cart", "1", ociImage({}));
    const { host } = new URL(server.origin);
    const accesses = [{ host, endpoint: server.origin }];
    await new OciImageRegistry({ accesses }).listTags(`${host}/shop/cart`);
    expect(server.seen.map(({ query }) => query.has("ns"))).toEqual([false]);
  });

  it("reads Docker Hub's names at its mirror", async () => {
    server.addImage("library/nginx", "1.27", ociImage({}));
    const accesses = [{ host: "index.docker.io", endpoint: server.origin }];
    const hub = new OciImageRegistry({ accesses });
    expect(await hub.describe("nginx", "1.27")).toMatchObject({ tag: "1.27" });
  });
});

describe("a registry in trouble", () => {
  const unavailable = {
    code: "unavailable",
    retryable: true,
    data: { host: "registry.acme.test" },
  };

  it("that is down is unavailable", async () => {
    const down = registry();
    await server.stop();
    await expect(down.describe(name, "1")).rejects.toMatchObject(unavailable);
    await expect(listed(down)).rejects.toMatchObject(unavailable);
  });

  it("that does not answer in time is unavailable", async () => {
    server.intercept = () => true;
    await expect(registry({ timeoutMs: 50 }).describe(name, "1")).rejects.toMatchObject({
      ...unavailable,
      message: expect.stringContaining("in time"),
    });
  });

  it("that is busy is asked again when it says", async () => {
    server.addImage("shop/cart", "1", ociImage({}));
    const busy = [429, 503];
    server.intercept = (_, response) => {
      const status = busy.shift();
      if (status === undefined) return false;
      response.setHeader("retry-after", status === 429 ? "0" : new Date(0).toUTCString());
      respond(response, status, {});
      return true;
    };
    expect(await registry().describe(name, "1")).toMatchObject({ tag: "1" });
  });

  it.each([["3600"], [null]])("that is busy for too long (%s) is unavailable", async (wait) => {
    server.intercept = (_, response) => {
      if (wait !== null) response.setHeader("retry-after", wait);
      respond(response, 429, {});
      return true;
    };
    await expect(registry().describe(name, "1")).rejects.toMatchObject(unavailable);
    expect(server.seen).toHaveLength(1);
  });

  it.each([
    ["is not JSON", "<html>"],
    ["an unknown form", '{"tags":{}}'],
    ["longer than", `{"tags":["${"x".repeat(9_000_000)}"]}`],
  ])("whose answer %s is unavailable", async (message, body) => {
    server.intercept = (_, response) => {
      response.end(body);
      return true;
    };
    await expect(listed()).rejects.toMatchObject({
      code: "unavailable",
      message: expect.stringContaining(message),
    });
  });

  it.each([
    ["to itself", () => `<${server.seen.at(-1)?.path}?n=1000&ns=registry.acme.test>; rel="next"`],
    ["elsewhere", () => '<https://elsewhere.test/v2/>; rel="next"'],
  ])("whose pages link %s is not followed", async (_, link) => {
    server.intercept = (_request, response) => {
      response.setHeader("link", link());
      respond(response, 200, { tags: ["1"] });
      return true;
    };
    await expect(listed()).rejects.toMatchObject({ code: "unavailable" });
    expect(server.seen).toHaveLength(1);
  });

  it("that has no tags yet has none", async () => {
    server.intercept = (_, response) => {
      respond(response, 200, { name: "shop/cart", tags: null });
      return true;
    };
    expect(await listed()).toEqual([]);
  });
});
