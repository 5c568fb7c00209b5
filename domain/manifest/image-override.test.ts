import { expect, it } from "vitest";

import { parseImageRef } from "#domain/image/ref.ts";

import { wantedScalars } from "./image-edits.ts";
import { splitOverride } from "./image-override.ts";
import type { ImageSite } from "./site.ts";

const digest = `sha256:${"a".repeat(64)}`;

it.each([
  ["web:1", "web", { name: "web", tag: "1", digest: "" }],
  ["web=ghcr.io/acme/web:1", "web", { name: "ghcr.io/acme/web", tag: "1", digest: "" }],
  [`web=acme/web@${digest}`, "web", { name: "acme/web", tag: "", digest }],
  [
    `localhost:5000/web:1@${digest}`,
    "localhost:5000/web",
    { name: "localhost:5000/web", tag: "1", digest },
  ],
  ["web:0=acme/web:1", "web", { name: "acme/web", tag: "1", digest: "" }],
])("%s is for %s", (text, name, image) => {
  expect(splitOverride(text)).toEqual({ name, image });
});

it.each([
  ["web:1", "web:2", "web:2"],
  ["web=acme/web:1", "acme/web:2", "web=acme/web:2"],
  ["acme/web:1", "docker.io/acme/web:2", "acme/web:2"],
  ["acme/web:1", "ghcr.io/acme/web:2", "acme/web=ghcr.io/acme/web:2"],
  ["web=acme/web:1", "ghcr.io/acme/web:2", "web=ghcr.io/acme/web:2"],
  [`acme/web@${digest}`, "acme/web:2", "acme/web:2"],
  ["acme/web:1", `acme/web:2@${digest}`, `acme/web:2@${digest}`],
])("%s that is to give %s becomes %s", (value, image, expected) => {
  const path = ["spec", "source", "kustomize", "images", 0];
  const site: ImageSite = {
    file: "app.yaml",
    document: 0,
    line: 1,
    form: "image-override",
    scalars: [{ role: "image", path, value }],
  };
  expect(wantedScalars(site, parseImageRef(image))).toEqual([{ path, from: value, to: expected }]);
});
