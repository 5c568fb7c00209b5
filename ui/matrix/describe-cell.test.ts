import { expect, it } from "vitest";

import type { CellContainer, Distance, MatrixCell } from "#domain/matrix/model.ts";

import { describeCell } from "./describe-cell.ts";

function container(tag: string, distance: Distance, init = false): CellContainer {
  return { name: `c-${tag}`, init, image: `ghcr.io/acme/app:${tag}`, distance };
}

function cell(changes: Partial<MatrixCell>): MatrixCell {
  return {
    containers: [container("1.0.0", { kind: "latest" })],
    state: "ok",
    ready: 2,
    desired: 3,
    message: "",
    drift: false,
    locked: false,
    inConfig: true,
    ...changes,
  };
}

it.each<{ name: string; changes: Partial<MatrixCell>; text: string | null; quiet: boolean }>([
  { name: "newest", changes: {}, text: null, quiet: true },
  {
    name: "behind",
    changes: { containers: [container("1.0.0", { kind: "behind", by: 4 })] },
    text: "4 behind",
    quiet: false,
  },
  { name: "rolling", changes: { state: "rolling" }, text: "2 of 3", quiet: false },
  {
    name: "failing before anything else",
    changes: { state: "failing", message: "cannot pull", drift: true },
    text: "cannot pull",
    quiet: false,
  },
  { name: "drift", changes: { drift: true }, text: "drift", quiet: false },
  { name: "waiting", changes: { state: "waiting" }, text: "waiting", quiet: true },
  {
    name: "ahead",
    changes: { containers: [container("2.0.0", { kind: "ahead" })] },
    text: "ahead",
    quiet: true,
  },
  {
    name: "not comparable",
    changes: { containers: [container("my-branch", { kind: "different" })] },
    text: "different",
    quiet: true,
  },
])("$name", ({ changes, text, quiet }) => {
  const words = describeCell(cell(changes));
  expect(words.tag?.text ?? null).toBe(text);
  expect(words.quiet).toBe(quiet);
});

it("names the container that stays and counts the others that differ", () => {
  const latest = { kind: "latest" } as const;
  const containers = [
    container("migrate-1", latest, true),
    container("1.42.1", latest),
    container("1.42.1", latest),
    container("proxy-3", latest),
  ];
  expect(describeCell(cell({ containers }))).toMatchObject({ version: "1.42.1", others: 2 });
});
