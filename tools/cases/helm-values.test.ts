import { describe, expect, it } from "vitest";

import { judgeHelmValues } from "./helm-values.ts";

interface Image {
  readonly host: string;
  readonly path: string;
  readonly tag: string;
}

/** The ways in which charts write an image, each from its parts. */
const shapes: Readonly<Record<string, (image: Image) => readonly string[]>> = {
  "image: whole": (image) => [`image: ${whole(image)}`],
  "image, tag": (image) => [`image: ${named(image)}`, `tag: ${image.tag}`],
  "registry, image, tag": ({ host, path, tag }) => [
    `registry: ${host}`,
    `image: ${path}`,
    `tag: ${tag}`,
  ],
  "registry, image with tag": ({ host, path, tag }) => [
    `registry: ${host}`,
    `image: ${path}:${tag}`,
  ],
  "image.repository, tag": (image) => [
    "image:",
    `  repository: ${named(image)}`,
    `  tag: ${image.tag}`,
  ],
  "image.repository whole": (image) => ["image:", `  repository: ${whole(image)}`],
  "image.registry, repository, tag": ({ host, path, tag }) => [
    "image:",
    `  registry: ${host}`,
    `  repository: ${path}`,
    `  tag: ${tag}`,
  ],
  "image.registry, repository with tag": ({ host, path, tag }) => [
    "image:",
    `  registry: ${host}`,
    `  repository: ${path}:${tag}`,
  ],
};

const moves: readonly (readonly [title: string, from: Image, to: Image])[] = [
  ["another tag", image("ghcr.io", "acme/api", "v1"), image("ghcr.io", "acme/api", "v2")],
  ["another registry", image("quay.io", "acme/api", "v1"), image("prod.io:5000", "copy/api", "v1")],
  ["Docker Hub", image("", "acme/api", "v1"), image("", "acme/api", "v2")],
  ["an official image", image("", "nginx", "1.2.3"), image("", "nginx", "1.2.4")],
];

function image(host: string, path: string, tag: string): Image {
  return { host, path, tag };
}

function named({ host, path }: Image): string {
  return host === "" ? path : `${host}/${path}`;
}

function whole(of: Image): string {
  return `${named(of)}:${of.tag}`;
}

function release(lines: readonly string[], section: string): string {
  const head = ["apiVersion: helm.toolkit.fluxcd.io/v2", "kind: HelmRelease"];
  const values =
    section === "" ? lines : [`${section}: # ours`, ...lines.map((line) => `  ${line}`)];
  return [
    ...head,
    "metadata: {name: api, namespace: shop}",
    "spec:",
    "  values:",
    "    replicas: 2",
    ...values.map((line) => `    ${line}`),
    "",
  ].join("\n");
}

const table = Object.entries(shapes).flatMap(([shape, write]) =>
  moves
    .filter(([, { host }]) => host !== "" || !shape.includes("registry"))
    .flatMap(([move, from, to]) =>
      ["", "worker"].map((section) => ({ shape, move, write, from, to, section })),
    ),
);

describe("judgeHelmValues", () => {
  it.each(table)("$shape, $move, below “$section”", ({ write, from, to, section }) => {
    const name = section || "chart-image";
    const after = [{ name, image: whole(to) }];
    const verdict = judgeHelmValues({
      doc: release(write(from), section),
      workload: "shop:helmrelease/api",
      containers: [{ name, image: whole(from) }],
      set: [
        {
          container: name,
          newImage: whole(to),
          expectedMinimal: release(write(to), section),
          containersAfter: after,
        },
      ],
    });
    expect(verdict).toEqual({ is: "passed" });
  });
});
