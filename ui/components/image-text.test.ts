import { expect, it } from "vitest";

import { imageVersion, middleTruncate } from "./image-text.ts";

const digest = `sha256:${"4f".repeat(32)}`;

it.each([
  ["ghcr.io/acme/checkout:1.42.1", "1.42.1"],
  ["registry:5000/checkout", "latest"],
  ["registry:5000/checkout:main-9a16ff9", "main-9a16ff9"],
  [`ghcr.io/acme/checkout:1.42.1@${digest}`, "1.42.1"],
  [`ghcr.io/acme/checkout@${digest}`, "4f4f4f4f4f4f"],
])("%s is at %s", (image, version) => {
  expect(imageVersion(image)).toBe(version);
});

it("keeps the start and the end of what is too long", () => {
  expect(middleTruncate("feature-login-9a16ff9", 13)).toBe("featur…a16ff9");
  expect(middleTruncate("1.42.1", 13)).toBe("1.42.1");
});
