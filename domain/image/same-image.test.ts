import { expect, it } from "vitest";

import { isSameImage } from "./same-image.ts";

const one = `sha256:${"1".repeat(64)}`;
const two = `sha256:${"2".repeat(64)}`;

it.each([
  ["nginx:1", "docker.io/library/nginx:1", true],
  ["nginx", "nginx:latest", true],
  ["nginx:1", "nginx:2", false],
  ["nginx:1", "quay.io/nginx:1", false],
  ["nginx:1", `nginx:1@${one}`, true],
  ["nginx:1", `nginx@${one}`, false],
  ["nginx", `nginx@${one}`, false],
  [`nginx:1@${one}`, `nginx:2@${one}`, true],
  [`nginx:1@${one}`, `nginx@${one}`, true],
  [`nginx:1@${one}`, `nginx:1@${two}`, false],
  [`nginx:1@${one}`, "nginx:1", false],
  ["${IMAGE}", "${IMAGE}", true],
  ["${IMAGE}", "nginx", false],
  ["nginx", "${IMAGE}", false],
])("wanted %s, actual %s: same %s", (wanted, actual, same) => {
  expect(isSameImage(wanted, actual)).toBe(same);
});
