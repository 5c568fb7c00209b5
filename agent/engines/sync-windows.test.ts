import { describe, expect, it } from "vitest";

import { windowState } from "./sync-windows.ts";
import type { SyncWindow } from "./sync-windows.ts";

const application = {
  name: "shop",
  namespace: "shop-prod",
  clusters: ["https://kubernetes.default.svc", "in-cluster"],
};
/** A Saturday. */
const now = Date.parse("2026-11-21T10:30:00Z");

function window(changes: Partial<SyncWindow> = {}): SyncWindow {
  return { kind: "deny", schedule: "0 10 * * *", duration: "1h", applications: ["*"], ...changes };
}

function state(windows: readonly SyncWindow[], at = now) {
  const { open, openToPeople, until } = windowState(windows, application, at);
  return [open, openToPeople, until === null ? null : new Date(until).toISOString()];
}

const open = [true, true, null];
const at11 = "2026-11-21T11:00:00.000Z";

describe("sync windows", () => {
  it.each<readonly [string, readonly SyncWindow[], readonly unknown[]]>([
    ["there are none", [], open],
    ["a denial is active", [window()], [false, false, at11]],
    ["a denial is active, but not for people", [window({ manualSync: true })], [false, true, at11]],
    ["a denial is over", [window({ duration: "30m" })], open],
    ["a denial has not begun", [window({ schedule: "0 11 * * *" })], open],
    ["an allowance is active", [window({ kind: "allow" })], open],
    [
      "an allowance is not active",
      [window({ kind: "allow", schedule: "0 22 * * *" })],
      [false, false, "2026-11-21T22:00:00.000Z"],
    ],
    [
      "an allowance is not active, but people may",
      [window({ kind: "allow", schedule: "0 22 * * *", manualSync: true })],
      [false, true, "2026-11-21T22:00:00.000Z"],
    ],
    [
      "one of two allowances is active",
      [window({ kind: "allow", schedule: "0 22 * * *" }), window({ kind: "allow" })],
      open,
    ],
    [
      "a denial is active within an allowance",
      [window({ kind: "allow", duration: "5h" }), window()],
      [false, false, at11],
    ],
    [
      "two denials are active, of which one lets people",
      [window({ manualSync: true }), window({ duration: "90m" })],
      [false, false, "2026-11-21T11:30:00.000Z"],
    ],
    [
      "a long denial began days ago",
      [window({ schedule: "0 0 * * thu", duration: "72h" })],
      [false, false, "2026-11-22T00:00:00.000Z"],
    ],
    [
      "a denial is in the time of its zone",
      [window({ schedule: "0 11 * * *", timeZone: "Europe/Berlin" })],
      [false, false, at11],
    ],
    ["a window cannot be read", [window({ schedule: "whenever" })], open],
    ["a zone does not exist", [window({ timeZone: "Mars/Base" })], open],
    ["a duration is nonsense", [window({ duration: "soon" })], open],
  ])("when %s", (_, windows, expected) => {
    expect(state(windows)).toEqual(expected);
  });

  it.each<readonly [Partial<SyncWindow>, boolean]>([
    [{ applications: ["shop"] }, true],
    [{ applications: ["sh?p"] }, true],
    [{ applications: ["shop-*"] }, false],
    [{ applications: ["s.op"] }, false],
    [{ applications: null, namespaces: ["*-prod"] }, true],
    [{ applications: null, clusters: ["in-cluster"] }, true],
    [{ applications: null, clusters: ["https://kubernetes.default.svc"] }, true],
    [{ applications: ["other"], namespaces: ["shop-prod"] }, true],
    [{ applications: ["other"], namespaces: ["shop-prod"], andOperator: true }, false],
    [{ applications: ["shop"], namespaces: ["shop-prod"], andOperator: true }, true],
    [{ applications: null }, false],
  ])("about %j hold for the Application: %s", (changes, isAbout) => {
    expect(state([window(changes)])[0]).toBe(!isAbout);
  });

  it("skips an hour that the clocks skip, and is over when they are set back", () => {
    const spring = window({ schedule: "30 2 * * *", timeZone: "Europe/Berlin", duration: "20m" });
    expect(state([spring], Date.parse("2026-03-29T01:35:00Z"))[0]).toBe(true);
    expect(state([spring], Date.parse("2026-03-30T00:35:00Z"))[0]).toBe(false);
  });
});
