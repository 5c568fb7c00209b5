import { describe, expect, it } from "vitest";

import { addressOf, endpointOf } from "./endpoint.ts";

describe("without a row", () => {
  it.each([
    ["nginx", "https://registry-1.docker.io/v2/library/nginx/manifests/1"],
    ["shop/cart", "https://registry-1.docker.io/v2/shop/cart/manifests/1"],
    ["quay.io/a/b", "https://quay.io/v2/a/b/manifests/1"],
    ["localhost:5000/a", "https://localhost:5000/v2/a/manifests/1"],
  ])("%s is read at %s", (repository, address) => {
    expect(addressOf(endpointOf(repository, []), "manifests/1").href).toBe(address);
  });
});

describe("with a row", () => {
  it.each([
    ["https://quay.io", "https://quay.io/v2/a/b/tags/list?n=9"],
    ["https://mirror.test", "https://mirror.test/v2/a/b/tags/list?n=9&ns=quay.io"],
    ["https://mirror.test/quay/", "https://mirror.test/quay/v2/a/b/tags/list?n=9&ns=quay.io"],
    ["http://127.0.0.1:5000", "http://127.0.0.1:5000/v2/a/b/tags/list?n=9&ns=quay.io"],
  ])("quay.io/a/b is read at %s", (endpoint, address) => {
    const accesses = [{ host: "quay.io", endpoint }];
    expect(addressOf(endpointOf("quay.io/a/b", accesses), "tags/list", { n: "9" }).href).toBe(
      address,
    );
  });

  it("another host's row counts for nothing", () => {
    const accesses = [
      { host: "quay.io", endpoint: "https://mirror.test", username: "u", password: "p" },
    ];
    expect(endpointOf("ghcr.io/a/b", accesses)).toMatchObject({
      credentials: null,
      namespace: null,
    });
    expect(endpointOf("quay.io/a/b", accesses)).toMatchObject({
      credentials: { username: "u", password: "p" },
      namespace: "quay.io",
    });
  });
});
