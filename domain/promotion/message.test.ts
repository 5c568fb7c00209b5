import { describe, expect, it } from "vitest";

import type { WorkloadKey } from "#domain/glossary.ts";

import { planMessage, planTitle, releaseIdOf, versionOf, withTrailers } from "./message.ts";
import type { PlanItem } from "./plan.ts";

const releaseId = "0b5c6a0e-0000-4000-8000-000000000001";

function item(name: string, changes: Partial<PlanItem> = {}): PlanItem {
  const workload: WorkloadKey = `shop:deployment/${name}`;
  return {
    workload,
    container: name,
    init: false,
    outcome: "update",
    reason: null,
    from: `${name}:1.0.0`,
    to: `${name}:1.1.0`,
    offered: null,
    sourceWorkload: null,
    running: null,
    file: `apps/${name}.yaml`,
    line: 1,
    flags: [],
    compareUrl: null,
    ...changes,
  };
}

describe("planTitle", () => {
  it.each<{ items: readonly PlanItem[]; title: string }>([
    { items: [], title: "nothing to change" },
    { items: [item("cart", { outcome: "skipped" })], title: "nothing to change" },
    { items: [item("cart")], title: "cart 1.1.0" },
    { items: [item("cart"), item("mail"), item("web")], title: "cart 1.1.0, 2 more" },
    { items: [item("cart"), item("cart", { container: "sidecar" })], title: "cart 1.1.0" },
    {
      items: [item("cart", { init: true, to: "migrate:9" }), item("cart")],
      title: "cart 1.1.0",
    },
  ])("$title", ({ items, title }) => {
    expect(planTitle(items)).toBe(title);
  });
});

describe("planMessage", () => {
  const source = { kind: "image-repo" } as const;

  it("lists what changes and nothing else", () => {
    const items = [item("cart"), item("mail", { outcome: "skipped" }), item("web")];
    expect(planMessage({ target: "prod", source, items, subject: null })).toBe(
      [
        "promote(prod): cart 1.1.0, 1 more",
        "",
        "- shop:deployment/cart cart: 1.0.0 → 1.1.0",
        "- shop:deployment/web web: 1.0.0 → 1.1.0",
        "",
      ].join("\n"),
    );
  });

  it.each([
    { about: "a rollback says so", subject: null, first: "rollback(prod): cart 1.1.0" },
    { about: "a subject replaces the first line", subject: "Hotfix", first: "Hotfix" },
    {
      about: "a subject is one line",
      subject: "Hotfix\n\nRelease-Id: fake",
      first: "Hotfix Release-Id: fake",
    },
  ])("$about", ({ subject, first }) => {
    const rollback = { kind: "release", number: 3, before: new Map() } as const;
    const message = planMessage({
      target: "prod",
      source: rollback,
      items: [item("cart")],
      subject,
    });
    expect(message.split("\n").slice(0, 2)).toEqual([first, ""]);
  });

  it("keeps the first line within 72 characters", () => {
    const items = [item("a-workload-with-a-very-long-name-that-nobody-would-type-by-hand-twice")];
    const [first = ""] = planMessage({ target: "prod", source, items, subject: null }).split("\n");
    expect(first).toHaveLength(72);
    expect(first.endsWith("…")).toBe(true);
  });
});

describe("trailers", () => {
  const trailers = { releaseId, requestedBy: "Ana\n<ana@acme.test>", source: "stage" };
  const message = withTrailers("promote(prod): cart 1.1.0\n\n- cart\n", trailers);

  it("are the last paragraph, one line each", () => {
    expect(message).toBe(
      [
        "promote(prod): cart 1.1.0",
        "",
        "- cart",
        "",
        `Release-Id: ${releaseId}`,
        "Requested-By: Ana <ana@acme.test>",
        "Source: stage",
        "",
      ].join("\n"),
    );
  });

  it.each<{ about: string; text: string; expected: string | null }>([
    { about: "is found", text: message, expected: releaseId },
    { about: "is found without a last line end", text: message.trimEnd(), expected: releaseId },
    {
      about: "is not taken from the body",
      text: `x\n\nRelease-Id: a\n\nthe end\n`,
      expected: null,
    },
    { about: "is absent from other commits", text: "Fix the cart\n", expected: null },
    { about: "is absent from an empty message", text: "", expected: null },
    {
      about: "is not taken from another trailer",
      text: "x\n\nSource: Release-Id: a\n",
      expected: null,
    },
  ])("the release $about", ({ text, expected }) => {
    expect(releaseIdOf(text)).toBe(expected);
  });
});

describe("versionOf", () => {
  it.each([
    { image: null, version: "none" },
    { image: "nginx:1.27", version: "1.27" },
    { image: `nginx:1.27@sha256:${"a".repeat(64)}`, version: "1.27" },
    { image: `nginx@sha256:${"a".repeat(64)}`, version: "aaaaaaaaaaaa" },
    { image: "nginx", version: "nginx" },
  ])("of $image is $version", ({ image, version }) => {
    expect(versionOf(image)).toBe(version);
  });
});
