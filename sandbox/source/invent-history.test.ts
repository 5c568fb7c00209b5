import { expect, it } from "vitest";

import { inventHistory } from "./invent-history.ts";
import { usedImages } from "./used-images.ts";

const now = new Date("2026-03-01T00:00:00Z");

function tagsOf(...references: string[]): Record<string, string[]> {
  const repositories = inventHistory(references, now);
  return Object.fromEntries(
    repositories.map(({ host, path, images }) => [`${host}/${path}`, images.map(({ tag }) => tag)]),
  );
}

it("has what is used, and newer tags of the same form", () => {
  expect(tagsOf("weaveworksdemos/carts:0.4.8", "rabbitmq:3.6.8-management")).toEqual({
    "docker.io/weaveworksdemos/carts": ["0.4.8", "0.4.9", "0.4.10", "0.4.11"],
    "docker.io/library/rabbitmq": [
      "3.6.8-management",
      "3.6.9-management",
      "3.6.10-management",
      "3.6.11-management",
    ],
  });
});

it("keeps a tag that is no version alone", () => {
  expect(tagsOf("redis:alpine", "mongo")).toEqual({
    "docker.io/library/redis": ["alpine"],
    "docker.io/library/mongo": ["latest"],
  });
});

it("goes on from the newest of several tags in use, however they are written", () => {
  expect(tagsOf("nginx:1.9.1", "docker.io/library/nginx:1.10.0", "${IMAGE}")).toEqual({
    "docker.io/library/nginx": ["1.9.1", "1.10.0", "1.10.1", "1.10.2", "1.10.3"],
  });
});

it("serves the digest that a reference pins", () => {
  const pinnedDigest = `sha256:${"a".repeat(64)}`;
  const [repository] = inventHistory([`quay.io/a/b:1.0@${pinnedDigest}`], now);
  expect(repository?.images[0]).toMatchObject({ tag: "1.0", pinnedDigest });
});

it("finds the images of containers and of Helm values", () => {
  const pod = {
    containers: [{ name: "a", image: "a:1" }],
    initContainers: [{ name: "b", image: "b:2" }],
  };
  const values = { redis: { repository: "public.ecr.aws/redis", tag: 8.6 }, image: "no container" };
  expect(usedImages([{ spec: { template: { spec: pod } } }, { spec: { values } }])).toEqual([
    "a:1",
    "b:2",
    "public.ecr.aws/redis:8.6",
  ]);
});
