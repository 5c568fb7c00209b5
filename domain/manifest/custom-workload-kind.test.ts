import { describe, expect, it } from "vitest";

import { customWorkloadKind } from "./custom-workload-kind.ts";

const good = { group: "serving.knative.dev", kind: "Service", podTemplate: "spec.template" };

describe("customWorkloadKind", () => {
  it("takes blanks off", () => {
    const given = {
      group: " serving.knative.dev",
      kind: "Service ",
      podTemplate: " spec.template",
    };
    expect(customWorkloadKind(given)).toEqual(good);
  });

  it.each([
    [{ group: "" }, "/group"],
    [{ group: "serving.knative.dev/v1" }, "/group"],
    [{ kind: "service" }, "/kind"],
    [{ podTemplate: "spec..template" }, "/podTemplate"],
    [{ podTemplate: "/spec/template" }, "/podTemplate"],
    [{ podTemplate: "" }, "/podTemplate"],
  ])("refuses %j", (change, pointer) => {
    expect(() => customWorkloadKind({ ...good, ...change })).toThrow(
      expect.objectContaining({ code: "invalid", data: { pointer } }),
    );
  });
});
