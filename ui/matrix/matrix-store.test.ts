import { expect, it, vi } from "vitest";

import { packMatrix, packRow } from "#contracts/matrix-codec.ts";
import type { Matrix, MatrixRow } from "#domain/matrix/model.ts";

import { MatrixStore } from "./matrix-store.ts";

function row(name: string, image: string): MatrixRow {
  return {
    key: `shop:deployment/${name}`,
    namespace: "shop",
    kind: "deployment",
    name,
    latest: [],
    cells: [
      {
        containers: [{ name: "app", init: false, image, distance: { kind: "latest" } }],
        state: "ok",
        ready: 1,
        desired: 1,
        message: "",
        drift: false,
        locked: false,
        inConfig: true,
      },
    ],
  };
}

const column = { id: "c1", name: "dev", environment: "dev", connected: true, stateAt: null };
const matrix: Matrix = { columns: [column], rows: [row("b", "app:1"), row("a", "app:1")] };

function update(name: string, image: string) {
  const changed = row(name, image);
  return { kind: "row", key: changed.key, update: packRow(changed) } as const;
}

function imageOf(store: MatrixStore, name: string): string | undefined {
  return store.row(`shop:deployment/${name}`)?.cells[0]?.containers[0]?.image;
}

it("sorts by namespace and name", () => {
  const store = new MatrixStore(packMatrix(matrix, 10));
  expect(store.matrix().rows.map(({ name }) => name)).toEqual(["a", "b"]);
});

it("tells only the row that changed, at once", () => {
  const store = new MatrixStore(packMatrix(matrix, 10));
  const a = vi.fn<() => void>();
  const b = vi.fn<() => void>();
  store.subscribeRow("shop:deployment/a", a);
  store.subscribeRow("shop:deployment/b", b);
  store.apply(11, update("a", "app:2"));
  expect([a.mock.calls.length, b.mock.calls.length]).toEqual([1, 0]);
  expect(imageOf(store, "a")).toBe("app:2");
});

it("ignores events that its snapshot includes", () => {
  const store = new MatrixStore(packMatrix(matrix, 10));
  store.apply(9, update("a", "app:0"));
  expect(imageOf(store, "a")).toBe("app:1");
});

it("ignores a snapshot older than what it knows", () => {
  const store = new MatrixStore(packMatrix(matrix, 10));
  store.apply(12, update("a", "app:2"));
  store.load(packMatrix(matrix, 11));
  expect(imageOf(store, "a")).toBe("app:2");
  store.load(packMatrix(matrix, 13));
  expect(imageOf(store, "a")).toBe("app:1");
});

it("tells the whole's listeners once for many changes", () => {
  vi.useFakeTimers();
  const store = new MatrixStore(packMatrix(matrix, 10));
  const heard = vi.fn<() => void>();
  store.subscribe(heard);
  store.apply(11, update("a", "app:2"));
  store.apply(12, { kind: "row-gone", key: "shop:deployment/b" });
  store.apply(13, { kind: "cluster", id: "c1", connected: false, stateAt: null });
  vi.advanceTimersByTime(100);
  expect(heard).toHaveBeenCalledOnce();
  expect(store.matrix().rows.map(({ name }) => name)).toEqual(["a"]);
  expect(store.matrix().columns[0]?.connected).toBe(false);
  vi.useRealTimers();
});
