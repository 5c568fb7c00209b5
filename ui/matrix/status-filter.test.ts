import { expect, it } from "vitest";

import type { MatrixCell, MatrixRow } from "#domain/matrix/model.ts";

import { type Status, filterRows } from "./status-filter.ts";

function cell(changes: Partial<MatrixCell> = {}, behind = 0): MatrixCell {
  return {
    containers: [
      {
        name: "app",
        init: false,
        image: "ghcr.io/acme/app:1.2.3",
        distance: behind === 0 ? { kind: "latest" } : { kind: "behind", by: behind },
      },
    ],
    state: "ok",
    ready: 1,
    desired: 1,
    message: "",
    drift: false,
    locked: false,
    inConfig: true,
    ...changes,
  };
}

function row(name: string, ...cells: readonly (MatrixCell | null)[]): MatrixRow {
  const key = `shop:deployment/${name}` as const;
  return { key, namespace: "shop", kind: "deployment", name, latest: [], cells };
}

const rows = [
  row("quiet", cell()),
  row("behind", cell({}, 3)),
  row("drifting", cell({ drift: true })),
  row("rolling", cell({ state: "rolling" })),
  row("failing", cell(), cell({ state: "failing" })),
  row("locked", cell({ locked: true })),
  row("absent", cell(), null),
];

it.each<{ text?: string; statuses?: readonly Status[]; names: string }>([
  { names: "quiet behind drifting rolling failing locked absent" },
  { statuses: ["behind"], names: "behind" },
  { statuses: ["drift"], names: "drifting" },
  { statuses: ["rolling", "failing"], names: "rolling failing" },
  { statuses: ["locked"], names: "locked" },
  { statuses: ["missing"], names: "absent" },
  { text: "ROLL", names: "rolling" },
  { text: "shop:deployment/quiet", names: "quiet" },
  { text: "shop ing", names: "drifting rolling failing" },
  { text: "1.2.3 abs", names: "absent" },
  { text: "roll", statuses: ["behind"], names: "" },
  { text: "  ", statuses: [], names: "quiet behind drifting rolling failing locked absent" },
])("text $text with $statuses leaves: $names", ({ text = "", statuses = [], names }) => {
  const left = filterRows(rows, { text, statuses }).map(({ name }) => name);
  expect(left.join(" ")).toBe(names);
});
