import { expect, it } from "vitest";

import type { NamedObject } from "#contracts/agent-sync.ts";

import { Asking, combineAsks } from "./asking.ts";

function object(name: string): NamedObject {
  return { kind: "ConfigMap", namespace: "shop", name };
}

it("names each object once, by what it asks", () => {
  const asking = new Asking();
  for (const name of ["a", "b", "a"]) asking.ask("force", object(name));
  asking.ask("delete-many", object("a"));
  expect(asking.asks).toEqual([
    { consent: "force", objects: [object("a"), object("b")], more: 0 },
    { consent: "delete-many", objects: [object("a")], more: 0 },
  ]);
});

it.each([
  ["numerous", 400, "n", 300],
  ["long", 200, "n".repeat(390), 95],
])("counts those that find no room where they are %s", (_, count, name, most) => {
  const asking = new Asking();
  for (let index = 0; index < count; index += 1) asking.ask("force", object(`${name}${index}`));
  const [ask] = asking.asks;
  expect(ask?.objects.length).toBeLessThanOrEqual(most);
  expect(ask?.objects.length).toBeGreaterThan(most * 0.9);
  expect(ask && ask.objects.length + ask.more).toBe(count);
});

it("adds up what several say", () => {
  const one = { consent: "force", objects: [object("a")], more: 2 } as const;
  const two = { consent: "force", objects: [object("a"), object("b")], more: 1 } as const;
  const mutable = [one, two].map((ask) => ({ ...ask, objects: [...ask.objects] }));
  expect(combineAsks(mutable)).toEqual([
    { consent: "force", objects: [object("a"), object("b")], more: 3 },
  ]);
});
