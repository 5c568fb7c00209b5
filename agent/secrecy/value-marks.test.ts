import { expect, it } from "vitest";

import { hideMarked, markValues } from "./value-marks.ts";

const env = [
  { name: "PASSWORD", value: "hunter2-canary" },
  { name: "DSN", value: "postgres://ana:pass-1234@db/shop" },
];
const marks = markValues({ spec: { template: { spec: { containers: [{ env }] } } } });

it.each([
  [
    'denied the request: PASSWORD="hunter2-canary" is weak',
    'denied the request: PASSWORD="(hidden)" is weak',
  ],
  ["denied the request: do not use hunter2-canary.", "denied the request: do not use (hidden)."],
  ["denied the request: pass-1234@db/shop", "denied the request: (hidden)"],
  ["denied the request: image is not signed", "denied the request: image is not signed"],
])("hides in %s", (text, told) => {
  expect(hideMarked(text, marks)).toBe(told);
});

it("keeps no value", () => {
  expect(JSON.stringify(marks)).toMatch(/^\[[\d,]+\]$/);
  expect(hideMarked("hunter2-canary", [])).toBe("hunter2-canary");
});
