import { describe, expect, it } from "vitest";

import { DomainError } from "#domain/error.ts";
import { workloadKey } from "#domain/glossary.ts";
import { formatImageRef, parseImageRef } from "#domain/image/ref.ts";
import { calculatePlan } from "#domain/promotion/calculate.ts";
import { indexFiles as index, planInput } from "#test/builders/plan-input.ts";

import { applyEdits, editsForImage } from "./edit.ts";
import type { ManifestContainer, ManifestIndex } from "./manifest-index.ts";

type Files = Readonly<Record<string, string>>;

function release(values: string): string {
  return `apiVersion: helm.toolkit.fluxcd.io/v2\nkind: HelmRelease\nmetadata: {name: rel}\nspec:\n  values:\n${values}`;
}

function containers(found: ManifestIndex): readonly ManifestContainer[] {
  return [...found.workloads.values()].flatMap((workload) => workload.containers);
}

describe("Helm releases", () => {
  it("lists the images of the values, the top level first", () => {
    const found = index(
      {
        "r.yaml": release(
          "    worker: {image: w:1}\n    image: {repository: a, tag: '2'}\n    api: {image: {registry: quay.io, repository: o/api, tag: '3', digest: ''}}\n    deep: {er: {image: no:1}}\n    list: [{image: no:2}]\n",
        ),
      },
      "",
    );
    expect(containers(found).map(({ name, image }) => `${name} ${image}`)).toEqual([
      "chart-image a:2",
      "api quay.io/o/api:3",
      "worker w:1",
    ]);
  });

  const files = {
    "base/kustomization.yaml": "resources: [r.yaml]\n",
    "base/r.yaml": release("    image:\n      repository: ghcr.io/acme/web\n      tag: '1'\n"),
    "dev/kustomization.yaml": "resources: [../base]\npatches: [{path: p.yaml}]\n",
    "dev/p.yaml": release("    image:\n      tag: '2'\n"),
  };

  it("edits the tag in the patch that sets it", () => {
    const [container] = containers(index(files, "dev"));
    expect(container).toMatchObject({ image: "ghcr.io/acme/web:2", site: { file: "dev/p.yaml" } });
    if (container === undefined) return;
    const to = parseImageRef("ghcr.io/acme/web:3");
    const edited = applyEdits(files["dev/p.yaml"], editsForImage(container.site, to));
    const [after] = containers(index({ ...files, "dev/p.yaml": edited }, "dev"));
    expect(after?.image).toBe(formatImageRef(to));
  });

  it.each([
    [
      "redis: {repository: public.ecr.aws/library/redis, tag: 8.6.2}",
      "redis public.ecr.aws/library/redis:8.6.2",
    ],
    ["redis: {registry: quay.io, repository: o/redis, tag: '8'}", "redis quay.io/o/redis:8"],
    ["redis: {repository: redis, tag: 8}", "redis redis"],
    ["redis: {repository: redis, tag: ''}", "redis redis"],
    ["redis: {repository: redis}", undefined],
    ["redis: {repository: redis, tag: null}", undefined],
    ["redis: {repository: redis, tag: {a: b}}", undefined],
    ["redis: {image: {}, repository: redis, tag: '8'}", undefined],
    ["chart: {repository: 'https://charts.example.com', tag: '8'}", undefined],
    ["source: {repository: 'git@example.com:acme/web', tag: v1}", undefined],
    ["deep: {redis: {repository: redis, tag: '8'}}", undefined],
  ])("reads a section that is a repository with a tag: %s", (values, image) => {
    const found = containers(index({ "r.yaml": release(`    ${values}\n`) }, ""));
    expect(found.map((container) => `${container.name} ${container.image}`)).toEqual(
      image === undefined ? [] : [image],
    );
  });

  it("adds another name to the patch that only sets the tag", () => {
    const [container] = containers(index(files, "dev"));
    const to = parseImageRef("quay.io/x:3");
    const edited = applyEdits(
      files["dev/p.yaml"],
      container ? editsForImage(container.site, to) : [],
    );
    expect(edited).toBe(release("    image:\n      tag: '3'\n      repository: quay.io/x\n"));
    expect(containers(index({ ...files, "dev/p.yaml": edited }, "dev"))).toMatchObject([
      { image: "quay.io/x:3" },
    ]);
  });

  it("refuses another name where the tag alone is in a patch from elsewhere", () => {
    const elsewhere = {
      ...files,
      "dev/kustomization.yaml": "resources: [../base]\npatches: [{path: ../p.yaml}]\n",
      "p.yaml": files["dev/p.yaml"],
    };
    const [container] = containers(index(elsewhere, "dev"));
    expect(() => container && editsForImage(container.site, parseImageRef("quay.io/x:3"))).toThrow(
      DomainError,
    );
  });
});

describe("values of a base that other clusters may share", () => {
  const named = "patches: [{path: p.yaml, target: {kind: HelmRelease, name: rel}}]\n";
  const files = {
    "base/kustomization.yaml": "resources: [r.yaml]\n",
    "base/r.yaml": release("    redis:\n      repository: ghcr.io/acme/redis\n      tag: '1'\n"),
    "dev/kustomization.yaml": `resources: [../base]\n${named}`,
    "dev/p.yaml": release("    hosts:\n      - dev.example.com\n"),
  };
  const to = parseImageRef("ghcr.io/acme/redis:v2");

  function promote(given: Files): string {
    const [container] = containers(index(given, "dev"));
    const { file = "" } = container?.site ?? {};
    const edited = applyEdits(
      given[file] ?? "",
      container ? editsForImage(container.site, to) : [],
    );
    const after = containers(index({ ...given, [file]: edited }, "dev"));
    expect(after).toMatchObject([{ name: "redis", image: formatImageRef(to) }]);
    return `${file}\n${edited}`;
  }

  it("are added to the cluster's own patch, the tag alone", () => {
    expect(containers(index(files, "dev"))).toMatchObject([
      { image: "ghcr.io/acme/redis:1", site: { file: "dev/p.yaml", line: 5, form: "helm-values" } },
    ]);
    expect(promote(files)).toBe(`dev/p.yaml\n${files["dev/p.yaml"]}    redis:\n      tag: v2\n`);
  });

  it("leave nothing to do once they are there", () => {
    const edited = promote(files).slice("dev/p.yaml\n".length);
    const [container] = containers(index({ ...files, "dev/p.yaml": edited }, "dev"));
    expect(container).toMatchObject({ overridden: { file: "base/r.yaml" } });
    expect(container && editsForImage(container.site, to)).toEqual([]);
  });

  it.each([
    ["without values", "spec:\n  interval: 5m\n", "  values:\n    redis:\n      tag: v2\n"],
    ["without a spec", "", "spec:\n  values:\n    redis:\n      tag: v2\n"],
  ])("are added to a patch %s, with the maps they need", (_, spec, added) => {
    const patch = release("").replace(/spec:[^]*/, spec);
    expect(promote({ ...files, "dev/p.yaml": patch })).toBe(`dev/p.yaml\n${patch}${added}`);
  });

  it("are added to an inline patch", () => {
    const patch = release("    hosts: []\n").replace(/^/gm, "      ").trimEnd();
    const kustomization = `resources: [../base]\npatches:\n  - patch: |\n${patch}\n`;
    expect(promote({ ...files, "dev/kustomization.yaml": kustomization })).toBe(
      `dev/kustomization.yaml\n${kustomization}          redis:\n            tag: v2\n`,
    );
  });

  it.each([
    ["there is no patch", { "dev/kustomization.yaml": "resources: [../base]\n" }],
    [
      "the patch is a JSON patch",
      { "dev/p.yaml": "- {op: add, path: /spec/interval, value: 5m}\n" },
    ],
    [
      "the patch is for several releases",
      {
        "dev/kustomization.yaml":
          "resources: [../base, o.yaml]\npatches: [{path: p.yaml, target: {kind: HelmRelease}}]\n",
        "dev/o.yaml": release("    a: b\n").replace("name: rel", "name: other"),
      },
    ],
    [
      "the patch stands elsewhere",
      {
        "dev/kustomization.yaml": `resources: [../base]\n${named.replace("p.yaml", "../p.yaml")}`,
        "p.yaml": release("    a: b\n"),
      },
    ],
    [
      "a patch from elsewhere comes after it",
      {
        "dev/kustomization.yaml": `resources: [own]\ncomponents: [../part]\n`,
        "dev/own/kustomization.yaml": `resources: [../../base]\n${named}`,
        "dev/own/p.yaml": release("    a: b\n"),
        "part/kustomization.yaml": "kind: Component\npatches: [{path: p.yaml}]\n",
        "part/p.yaml": release("    c: d\n"),
      },
    ],
  ])("stay in the base where %s", (_, changed) => {
    expect(containers(index({ ...files, ...changed }, "dev"))).toMatchObject([
      { site: { file: "base/r.yaml", line: 8 } },
    ]);
  });
});

describe("clusters that take one release from a shared base", () => {
  const files: Files = {
    "apps/base/kustomization.yaml": "namespace: cache\nresources: [r.yaml]\n",
    "apps/base/r.yaml": release(
      "    redis:\n      enabled: true\n      repository: ghcr.io/acme/redis\n      tag: 8.6.2\n",
    ),
    ...cluster("staging"),
    ...cluster("production"),
  };
  const workload = workloadKey({ namespace: "cache", kind: "helmrelease", name: "rel" });

  function cluster(name: string): Files {
    return {
      [`clusters/${name}/apps.yaml`]: `apiVersion: kustomize.toolkit.fluxcd.io/v1\nkind: Kustomization\nmetadata: {name: apps}\nspec: {path: ./${name}, sourceRef: {kind: ExternalArtifact, name: apps}}\n`,
      [`apps/${name}/kustomization.yaml`]:
        "resources: [../base]\npatches: [{path: values.yaml, target: {kind: HelmRelease}}]\n",
      [`apps/${name}/values.yaml`]: release(`    hosts:\n      - ${name}.example.com\n`),
    };
  }

  it("are planned one by one, each with its own patch", () => {
    const base = "apps/base/r.yaml";
    const root = "clusters/staging";
    const images = { "ghcr.io/acme/redis": ["8.6.2", "8.6.3"] };
    const sharedFiles = { [base]: ["production"] };
    const plan = calculatePlan(planInput({ files, root, images, sharedFiles }));
    expect(plan.items).toMatchObject([
      { workload, container: "redis", outcome: "update", to: "ghcr.io/acme/redis:8.6.3" },
    ]);
    const own = "apps/staging/values.yaml";
    expect(plan.files).toEqual([{ path: own, added: 2, removed: 0 }]);
    const edited = applyEdits(files[own] ?? "", plan.edits);
    expect(edited).toBe(`${files[own]}    redis:\n      tag: 8.6.3\n`);
    const after = { ...files, [own]: edited };
    expect(containers(index(after, root))).toMatchObject([{ image: "ghcr.io/acme/redis:8.6.3" }]);
    expect(containers(index(after, "clusters/production"))).toMatchObject([
      { image: "ghcr.io/acme/redis:8.6.2" },
    ]);
  });

  it("are not planned where the base alone has the values", () => {
    const root = "clusters/staging";
    const plan = calculatePlan(
      planInput({
        files: { ...files, "apps/staging/kustomization.yaml": "resources: [../base]\n" },
        root,
        images: { "ghcr.io/acme/redis": ["8.6.2", "8.6.3"] },
        sharedFiles: { "apps/base/r.yaml": ["production"] },
      }),
    );
    expect(plan.edits).toEqual([]);
  });
});
