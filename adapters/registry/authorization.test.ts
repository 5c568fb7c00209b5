import type { ServerResponse } from "node:http";

import { afterEach, beforeEach, describe, expect, it } from "vitest";

import { ociImage } from "#test/oci-image.ts";
import { OciRegistryServer, respond } from "#test/oci-registry-server.ts";

import { OciImageRegistry } from "./oci-image-registry.ts";

const name = "registry.acme.test/shop/cart";
const credentials = { username: "ci", password: "s3cret" };
const basic = `Basic ${Buffer.from("ci:s3cret").toString("base64")}`;

let server: OciRegistryServer;
let elsewhere: OciRegistryServer;
beforeEach(async () => {
  server = await OciRegistryServer.start();
  elsewhere = await OciRegistryServer.start();
  server.addImage("shop/cart", "1", ociImage({ created: "2026-01-01T00:00:00Z" }));
});
afterEach(async () => {
  await Promise.all([server.stop(), elsewhere.stop()]);
});

function registry(given: Partial<typeof credentials> = credentials) {
  const accesses = [{ host: "registry.acme.test", endpoint: server.origin, ...given }];
  return new OciImageRegistry({ accesses });
}

function challenge(response: ServerResponse, value: string): true {
  response.setHeader("www-authenticate", value);
  respond(response, 401, { errors: [{ code: "UNAUTHORIZED" }] });
  return true;
}

/** A registry that wants a token from `realm` and counts only the newest one. */
function requireToken(realm: string, tokens: readonly string[] = ["t1", "t2", "t3"]): void {
  let given = 0;
  server.intercept = ({ path, authorization }, response) => {
    if (path === "/token") {
      respond(response, 200, { access_token: tokens[given], expires_in: 60 });
      given += 1;
      return true;
    }
    if (authorization === `Bearer ${tokens[given - 1]}`) return false;
    const scope = 'scope="repository:shop/cart:pull"';
    return challenge(response, `Bearer realm="${realm}",service="registry.acme.test",${scope}`);
  };
}

describe("a registry that wants a token", () => {
  it("gets it once for the repository", async () => {
    requireToken(`${server.origin}/token`);
    const reader = registry();
    await reader.describe(name, "1");
    await reader.listTags(name);
    const asked = server.seen.filter(({ path }) => path === "/token");
    expect(asked).toHaveLength(1);
    expect(asked[0]?.authorization).toBe(basic);
    expect(Object.fromEntries(asked[0]?.query ?? [])).toEqual({
      service: "registry.acme.test",
      scope: "repository:shop/cart:pull",
    });
  });

  it("gets it once for many readers at the same time", async () => {
    requireToken(`${server.origin}/token`);
    const reader = registry();
    const images = await Promise.all(Array.from({ length: 20 }, () => reader.describe(name, "1")));
    expect(images.every((image) => image?.tag === "1")).toBe(true);
    expect(server.seen.filter(({ path }) => path === "/token")).toHaveLength(1);
  });

  it("is asked again after a failure", async () => {
    const reader = registry();
    requireToken("not an address");
    await expect(reader.describe(name, "1")).rejects.toMatchObject({ code: "unavailable" });
    requireToken(`${server.origin}/token`);
    expect(await reader.describe(name, "1")).toMatchObject({ tag: "1" });
  });

  it("gets a new one when the old one no longer counts", async () => {
    requireToken(`${server.origin}/token`);
    const reader = registry();
    await reader.describe(name, "1");
    requireToken(`${server.origin}/token`, ["u1"]);
    expect(await reader.describe(name, "1")).toMatchObject({ tag: "1" });
  });

  it("is asked without credentials where there are none", async () => {
    requireToken(`${server.origin}/token`);
    expect(await registry({}).describe(name, "1")).toMatchObject({ tag: "1" });
    expect(server.seen.every(({ authorization }) => authorization !== basic)).toBe(true);
  });

  it.each([
    ["with credentials", credentials],
    ["without", {}],
  ])("from an unsafe address elsewhere gets nothing, %s", async (_, given) => {
    requireToken(`${elsewhere.origin}/token`);
    await expect(registry(given).describe(name, "1")).rejects.toMatchObject({ code: "forbidden" });
    expect(elsewhere.seen).toEqual([]);
  });

  it("from a safe address that is not its own never gets credentials", async () => {
    requireToken("https://elsewhere.test/token");
    await expect(registry().describe(name, "1")).rejects.toMatchObject({
      code: "forbidden",
      message: expect.stringContaining("elsewhere.test"),
    });
  });

  it("and refuses to give one says so", async () => {
    server.intercept = ({ path }, response) => {
      if (path !== "/token") return challenge(response, `Bearer realm="${server.origin}/token"`);
      respond(response, 401, {});
      return true;
    };
    await expect(registry().describe(name, "1")).rejects.toMatchObject({
      code: "forbidden",
      data: { host: "registry.acme.test", repository: "shop/cart" },
    });
  });

  it.each(["not an address", ""])("from realm %j is unavailable", async (realm) => {
    requireToken(realm);
    await expect(registry().describe(name, "1")).rejects.toMatchObject({ code: "unavailable" });
  });
});

describe("a registry that wants a password", () => {
  beforeEach(() => {
    server.intercept = ({ authorization }, response) =>
      authorization === basic ? false : challenge(response, 'Basic realm="registry"');
  });

  it("gets it after it asked, and is not asked again", async () => {
    const reader = registry();
    expect(await reader.describe(name, "1")).toMatchObject({ tag: "1" });
    await reader.describe(name, "1");
    expect(server.seen.filter(({ authorization }) => authorization === null)).toHaveLength(1);
  });

  it.each([
    ["a wrong one", { ...credentials, password: "wrong" }, "it refuses ci"],
    ["none", {}, "no credentials are set"],
  ])("and gets %s forbids", async (_, given, message) => {
    await expect(registry(given).describe(name, "1")).rejects.toMatchObject({
      code: "forbidden",
      message: expect.stringContaining(message),
    });
  });

  it("never sees it in an error", async () => {
    const given = { ...credentials, username: "other" };
    const error: unknown = await registry(given)
      .describe(name, "1")
      .catch((reason: unknown) => reason);
    expect(JSON.stringify(error) + String(error)).not.toContain(credentials.password);
  });
});

describe("redirects", () => {
  function redirectBlobs(location: string): void {
    server.intercept = ({ path, authorization }, response) => {
      if (authorization !== basic) return challenge(response, "Basic");
      if (!path.includes("/blobs/")) return false;
      response.writeHead(307, { location: location + path }).end();
      return true;
    };
  }

  it("to another host lose the credentials", async () => {
    redirectBlobs(elsewhere.origin);
    elsewhere.addImage("shop/cart", "1", ociImage({ created: "2026-01-01T00:00:00Z" }));
    expect(await registry().describe(name, "1")).toHaveProperty("createdAt");
    expect(elsewhere.seen.map(({ authorization }) => authorization)).toEqual([null]);
  });

  it.each(["file:///etc/passwd", "ftp://elsewhere.test"])(
    "to %s are not followed",
    async (target) => {
      redirectBlobs(target);
      await expect(registry().describe(name, "1")).rejects.toMatchObject({
        code: "unavailable",
        message: expect.stringContaining("unsafe"),
      });
    },
  );

  it("without an end are given up", async () => {
    redirectBlobs(server.origin);
    await expect(registry().describe(name, "1")).rejects.toMatchObject({ code: "unavailable" });
    expect(server.seen.length).toBeLessThan(10);
  });
});
