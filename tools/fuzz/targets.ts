import type { FuzzTarget } from "./target.ts";

/** Every target by its name; its code is loaded only when it is run. */
export const targets: ReadonlyMap<string, () => Promise<FuzzTarget>> = new Map([
  ["edit", async () => (await import("./edit.ts")).editTarget],
  ["pack", async () => (await import("./pack.ts")).packTarget],
  ["read", async () => (await import("./read.ts")).readTarget],
  ["ref", async () => (await import("./ref.ts")).refTarget],
  ["tag", async () => (await import("./tag.ts")).tagTarget],
]);
