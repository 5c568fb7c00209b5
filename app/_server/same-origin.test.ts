import { expect, it } from "vitest";

import { requireSameOrigin } from "./same-origin.ts";

const own = new URL("https://stagecoach.test/");

it.each<{ method?: string; headers: Record<string, string>; allowed: boolean }>([
  { headers: {}, allowed: true },
  { headers: { origin: "https://stagecoach.test" }, allowed: true },
  { headers: { origin: "https://evil.test" }, allowed: false },
  { headers: { origin: "null" }, allowed: false },
  { headers: { origin: "http://stagecoach.test" }, allowed: false },
  { headers: { "sec-fetch-site": "same-origin" }, allowed: true },
  { headers: { "sec-fetch-site": "same-site" }, allowed: false },
  { headers: { "sec-fetch-site": "cross-site" }, allowed: false },
  { headers: { "sec-fetch-site": "none" }, allowed: false },
  { method: "GET", headers: { "sec-fetch-site": "cross-site" }, allowed: true },
  { method: "DELETE", headers: { origin: "https://evil.test" }, allowed: false },
])("$method with $headers: $allowed", ({ method = "POST", headers, allowed }) => {
  const request = new Request("https://stagecoach.test/api", { method, headers });
  const check = () => requireSameOrigin(request, own);
  if (allowed) expect(check).not.toThrow();
  else expect(check).toThrow("another site");
});
