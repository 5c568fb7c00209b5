import { expect, it } from "vitest";

import { proxyFor } from "./proxy-for.ts";

const HTTPS_PROXY = "http://proxy.acme.test:3128";

it.each([
  ["", "https://gateway.acme.test", true],
  ["other.test", "https://gateway.acme.test", true],
  ["acme.test", "https://gateway.acme.test", true],
  ["*.gateway.acme.test", "https://gateway.acme.test", true],
  ["gateway.acme.test:8443", "https://gateway.acme.test", true],
  ["gateway.acme.test", "https://gateway.acme.test", false],
  ["Gateway.Acme.Test", "https://gateway.acme.test", false],
  ["gateway.acme.test:443", "https://gateway.acme.test", false],
  ["gateway.acme.test:8443", "https://gateway.acme.test:8443", false],
  [".acme.test", "https://gateway.acme.test", false],
  ["*.acme.test", "https://gateway.acme.test", false],
  ["other.test, .acme.test", "https://gateway.acme.test", false],
  ["*", "https://gateway.acme.test", false],
  ["", "http://gateway.acme.test", false],
])("NO_PROXY=%s: %s by the proxy: %s", (NO_PROXY, url, isProxied) => {
  const proxy = proxyFor(new URL(url), { NODE_ENV: "test", HTTPS_PROXY, NO_PROXY });
  expect(proxy?.host ?? null).toBe(isProxied ? "proxy.acme.test:3128" : null);
});

it("takes lower-case names first, as Node does", () => {
  const env = { NODE_ENV: "test", https_proxy: "http://lower:1", HTTPS_PROXY } as const;
  expect(proxyFor(new URL("https://gateway.test"), env)?.host).toBe("lower:1");
});
