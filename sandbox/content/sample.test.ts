import { describe, expect, it } from "vitest";

import { canonicalName, parseImageRef } from "#domain/image/ref.ts";
import { renderPath, type KubeObject } from "#domain/kustomize/render.ts";
import { sampleWorld } from "#sandbox/source/sample-world.ts";
import { usedImages } from "#sandbox/source/used-images.ts";
import { workloadKeys } from "#sandbox/source/workload-keys.ts";
import type { World } from "#sandbox/source/world.ts";

const now = new Date("2026-03-01T10:00:00Z");
const world = sampleWorld(now);
const files = filesOf(world, "acme/config");
const dev = render("dev");
const stage = render("stage");
const prod = render("prod");

describe("the sample repository", () => {
  it("has at least 16 workloads in three namespaces, each once", () => {
    const keys = workloadKeys(dev);
    expect(keys.length).toBeGreaterThanOrEqual(16);
    expect(new Set(keys).size).toBe(keys.length);
    const namespaces = dev.filter(({ kind }) => kind === "Namespace");
    expect(namespaces.map(({ metadata }) => metadata.name)).toEqual([
      "shop",
      "payments",
      "platform",
    ]);
  });

  it("is the same at every start", () => {
    expect(filesOf(sampleWorld(new Date(0)), "acme/config")).toEqual(files);
  });

  it("has one workload that prod does not run", () => {
    expect(workloadKeys(stage)).toEqual(workloadKeys(dev));
    const inProd = new Set(workloadKeys(prod));
    expect(workloadKeys(dev).filter((key) => !inProd.has(key))).toEqual([
      "payments:deployment/refunds",
    ]);
  });

  it("lets prod fall behind stage by 8 workloads, and stage behind dev by 5", () => {
    expect(different(stage, prod)).toHaveLength(8);
    expect(different(dev, stage)).toHaveLength(5);
  });

  it("is quiet about the workloads that are the same everywhere", () => {
    const moving = new Set([...different(dev, stage), ...different(stage, prod), ...outdated(dev)]);
    const quiet = workloadKeys(prod).filter((key) => !moving.has(key));
    expect(quiet).toEqual(
      expect.arrayContaining(["platform:deployment/edge", "shop:statefulset/cart-store"]),
    );
  });

  it("has newer builds than dev runs for 6 workloads, and one more that its filter keeps out", () => {
    expect(outdated(dev)).toHaveLength(7);
    expect(outdated(dev)).toContain("shop:deployment/catalogue");
  });

  it.each([
    ["prod/shop/frontend.yaml", /image: \S+:main-[0-9a-f]{7} # released/],
    ["prod/shop/search.yaml", /\{ name: search, image: '/],
    ["prod/shop/catalogue.yaml", /image: "registry\.acme\.test\/shop\/catalogue:2\.3\.\d"/],
    ["prod/shop/cart.yaml", /fluxcd.io\/locked: "true"\n.*locked_user: .*\n.*locked_msg: /],
    ["dev/shop/catalogue.yaml", /filter\.fluxcd\.io\/catalogue: "semver:~2\.3"/],
    ["dev/shop-overlay/kustomization.yaml", /newTag: "24\.11"/],
    ["dev/platform/notifications.yaml", /repository: .*\n {6}tag: "1\.0\.\d"/],
    ["dev/platform/small-services.yaml", /kind: List\nitems:\n {2}- apiVersion/],
    ["dev/platform/mailer.yaml", /\n---\n[^]*\n---\n/],
    ["dev/payments/settlement.yaml", /kind: CronJob/],
    ["dev/platform/node-exporter.yaml", /kind: DaemonSet/],
  ])("writes clusters/%s in a form of its own", (path, form) => {
    expect(files.get(`clusters/${path}`)).toMatch(form);
  });

  it("ends every line of one file with CRLF", () => {
    const text = files.get("clusters/dev/payments/fraud.yaml") ?? "";
    expect(text.replaceAll("\r\n", "")).not.toMatch(/[\r\n]/);
  });
});

describe("the image history", () => {
  it("has every image that any cluster runs", () => {
    for (const { repository, path } of world.clusters) {
      const used = usedImages(
        renderPath({ files: filesOf(world, repository), root: path }).objects,
      );
      expect(used.filter((reference) => buildsAfter(reference) === undefined)).toEqual([]);
    }
  });

  it("has 6 to 25 tags a repository, built one after the other until now", () => {
    for (const { images } of world.images) {
      expect(images.length).toBeGreaterThanOrEqual(6);
      expect(images.length).toBeLessThanOrEqual(25);
      const times = images.map(({ created }) => created);
      expect(times).toEqual(times.toSorted());
      expect(times.filter((time) => time > now.toISOString())).toEqual([]);
      expect(new Set(images.map(({ tag }) => tag)).size).toBe(images.length);
    }
  });

  it("names the commit that a main-<sha> tag was built from", () => {
    const frontend = world.images.find(({ path }) => path === "shop/frontend");
    expect(frontend?.source).toBe("https://gitea.acme.test/shop/frontend");
    for (const { tag, revision } of frontend?.images ?? []) {
      expect(revision).toMatch(/^[0-9a-f]{40}$/);
      expect(tag).toBe(`main-${revision.slice(0, 7)}`);
    }
  });
});

function filesOf({ repositories }: World, name: string): ReadonlyMap<string, string> {
  const repository = repositories.find((candidate) => candidate.name === name);
  return repository?.branches.get("main") ?? new Map();
}

function render(environment: string): readonly KubeObject[] {
  return renderPath({ files, root: `clusters/${environment}` }).objects;
}

function imagesByWorkload(
  manifests: readonly KubeObject[],
): ReadonlyMap<string, readonly string[]> {
  return new Map(
    manifests.flatMap((manifest) =>
      workloadKeys([manifest]).map((key) => [key, usedImages(manifest)] as const),
    ),
  );
}

/** The workloads of both clusters whose images differ. */
function different(a: readonly KubeObject[], b: readonly KubeObject[]): readonly string[] {
  const other = imagesByWorkload(b);
  return [...imagesByWorkload(a)]
    .filter(([key, images]) => other.has(key) && other.get(key)?.join() !== images.join())
    .map(([key]) => key);
}

function outdated(manifests: readonly KubeObject[]): readonly string[] {
  return [...imagesByWorkload(manifests)]
    .filter(([, images]) => images.some((image) => (buildsAfter(image) ?? 0) > 0))
    .map(([key]) => key);
}

/** How many builds of the image are newer; undefined when the registry does not have it. */
function buildsAfter(reference: string): number | undefined {
  const { name, tag } = parseImageRef(reference);
  const repository = world.images.find(
    ({ host, path }) => `${host}/${path}` === canonicalName(name),
  );
  const at = repository?.images.findIndex((image) => image.tag === tag) ?? -1;
  return repository && at >= 0 ? repository.images.length - 1 - at : undefined;
}
