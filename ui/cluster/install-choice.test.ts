import { expect, it } from "vitest";

import { firstChoice, rightsOf } from "./install-choice.ts";

it.each([
  [firstChoice, ["sync"]],
  [{ applier: "agent", logs: true } as const, ["sync", "logs"]],
  [{ applier: "engines", logs: false } as const, ["nudge"]],
  [{ applier: "engines", logs: true } as const, ["nudge", "logs"]],
  [{ applier: "nobody", logs: false } as const, []],
])("%j needs the rights %j", (choice, rights) => {
  expect(rightsOf(choice)).toEqual(rights);
});
