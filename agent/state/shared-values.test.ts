import { describe, expect, it } from "vitest";

import { SharedValues } from "./shared-values.ts";

function pod(name: string, image: string) {
  return {
    name,
    owner: { uid: "r1", kind: "ReplicaSet" },
    observed: { name, ready: true, containers: [{ name: "web", image, reason: null }] },
  };
}

describe("SharedValues", () => {
  it("leaves what a record says as it is", () => {
    const values = new SharedValues();
    values.share(pod("a", "web:1"));
    expect(values.share(pod("b", "web:1"))).toEqual(pod("b", "web:1"));
    expect(values.share(pod("c", "web:2"))).toEqual(pod("c", "web:2"));
  });

  it("gives equal parts as one, at any depth", () => {
    const values = new SharedValues();
    const [a, b, c] = [pod("a", "web:1"), pod("b", "web:1"), pod("c", "web:2")].map((each) =>
      values.share(each),
    );
    expect(b?.owner).toBe(a?.owner);
    expect(b?.observed.containers).toBe(a?.observed.containers);
    expect(c?.owner).toBe(a?.owner);
    expect(c?.observed.containers).not.toBe(a?.observed.containers);
  });

  it("tells a text from a list or an object that is written alike", () => {
    const values = new SharedValues();
    const odd = { text: '["a"]', list: ["a"], none: null, count: 1, empty: {}, nothing: [] };
    expect(values.share(structuredClone(odd))).toEqual(odd);
    expect(values.share(structuredClone(odd))).toEqual(odd);
  });

  it("forgets, so that it never holds much", () => {
    const values = new SharedValues();
    const first = values.share(pod("a", "web:1"));
    for (let at = 0; at < 1_000; at += 1) values.share(pod(`pod-${at}`, `web:${at}`));
    const again = values.share(pod("a", "web:1"));
    expect(again).toEqual(first);
    expect(again.observed.containers).not.toBe(first.observed.containers);
  });
});
