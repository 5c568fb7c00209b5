import { describe, expect, it } from "vitest";

import { redirectOf } from "./redirect.ts";

const from = new URL("https://git.example.com/team/config.git/info/refs?service=git-upload-pack");

describe("redirectOf", () => {
  it.each([
    { status: 301, location: "https://new.example.com/a", target: "https://new.example.com/a" },
    { status: 308, location: "/a", target: "https://git.example.com/a" },
    { status: 302, location: "//cdn.example.com/a", target: "https://cdn.example.com/a" },
    { status: 307, location: "http://git.example.com/a", target: "unsafe" },
    { status: 303, location: "file:///etc/passwd", target: "unsafe" },
    { status: 301, location: "https://", target: "unsafe" },
    { status: 301, location: null, target: null },
    { status: 200, location: "https://new.example.com/a", target: null },
    { status: 304, location: "https://new.example.com/a", target: null },
  ])("sends $status $location on to $target", ({ target, ...answer }) => {
    expect(redirectOf(answer, from)?.toString() ?? null).toBe(target);
  });

  it("stays without encryption where it began so", () => {
    const plain = new URL("http://localhost:5000/v2/");
    expect(String(redirectOf({ status: 302, location: "/v2/a" }, plain))).toBe(
      "http://localhost:5000/v2/a",
    );
  });
});
