import { expect, it } from "vitest";

import { openingText } from "./opening-text.ts";

const now = Date.UTC(2026, 0, 1);

it.each([
  [3 * 60 * 60_000 + 5_000, "It opens in 3 h."],
  [90_000, "It opens in 1 min."],
  [5_000, "It opens in a moment."],
  [0, "It should be open by now."],
  [-60_000, "It should be open by now."],
])("says of a window that opens in %i ms: %s", (ms, text) => {
  expect(openingText(now + ms, now)).toBe(text);
});
