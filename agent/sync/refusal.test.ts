import { describe, expect, it } from "vitest";

import { failureFrom } from "#agent/kube/kube-failure.ts";

import { kindRefusal, readRefusal } from "./refusal.ts";

function refused(status: number, message: string, rest: object = {}) {
  return readRefusal(failureFrom({ status, body: JSON.stringify({ message, ...rest }) }), {});
}

describe("what an API server's answer means", () => {
  it.each([
    [409, "the object has been modified; please apply your changes to the latest version"],
    [409, "object is being deleted: namespaces shop already exists"],
    [429, "too many requests"],
    [500, 'failed calling webhook "policy.acme.dev": connect: connection refused'],
    [500, 'failed calling webhook "policy.acme.dev": no endpoints available for service'],
    [503, "apiserver not ready"],
    [504, "request did not complete within requested timeout"],
    [403, "unable to create new content in namespace shop because it is being terminated"],
    [403, 'pods "a" is forbidden: not yet ready to handle request'],
  ])("%i %s may come right", (status, message) => {
    expect(refused(status, message)).toMatchObject({
      reason: "unavailable",
      mayComeRight: true,
      message,
    });
  });

  it.each([
    [403, 'deployments.apps "a" is forbidden: User "agent" cannot patch resource', "forbidden"],
    [403, 'pods "a" is forbidden: exceeded quota: small, requested: pods=1', "admission"],
    [403, 'pods "a" is forbidden: violates PodSecurity "restricted:latest"', "admission"],
    [400, 'admission webhook "policy.acme.dev" denied the request: no latest', "admission"],
    [403, 'admission webhook "policy.acme.dev" denied the request: no latest', "admission"],
    [422, "ValidatingAdmissionPolicy 'p' with binding 'b' denied request: no", "admission"],
    [422, 'Deployment.apps "a" is invalid: spec.selector: field is immutable', "invalid"],
    [422, 'Service "a" is invalid: spec.ports: Required value', "invalid"],
    [400, "failed to create typed patch object: .spec.replica: field not declared", "invalid"],
    [404, 'namespaces "shop" not found', "no-such-namespace"],
    [404, "the server could not find the requested resource", "no-such-kind"],
    [405, "the server does not allow this method on the requested resource", "refused"],
    [413, "etcdserver: request is too large", "refused"],
  ])("%i %s is final", (status, message, reason) => {
    const refusal = refused(status, message);
    expect(refusal).toMatchObject({ reason, mayComeRight: false, conflicts: [] });
    expect(refusal.message.startsWith(message)).toBe(true);
  });

  it("says what to do about a missing right and an immutable field", () => {
    expect(refused(403, 'User "agent" cannot create resource "x"').message).toMatch(
      /Give the agent/,
    );
    expect(refused(422, "spec: field is immutable").message).toMatch(/Delete the object/);
  });

  it("waits as long as the server asks", () => {
    const { retryAfterMs } = refused(429, "slow down", { details: { retryAfterSeconds: 3 } });
    expect(retryAfterMs).toBe(3_000);
  });

  it("takes a broken connection for something that passes", () => {
    expect(readRefusal(new Error("socket hang up"))).toMatchObject({
      reason: "unavailable",
      message: "The API server did not answer: socket hang up",
      mayComeRight: true,
    });
  });

  it("knows a namespace that is going by its cause", () => {
    const details = { causes: [{ reason: "NamespaceTerminating", field: "metadata.namespace" }] };
    expect(refused(403, "forbidden", { details }).mayComeRight).toBe(true);
  });

  it("names each field that others manage, and who", () => {
    const causes = [
      [".spec.replicas", 'conflict with "kubectl-edit" using apps/v1'],
      ['.spec.template.spec.containers[name="web"].image', 'conflict with "image-bot"'],
    ].map(([field, message]) => ({ reason: "FieldManagerConflict", field, message }));
    const refusal = refused(409, "Apply failed with 2 conflicts", { details: { causes } });
    expect(refusal).toMatchObject({ reason: "conflict", mayComeRight: false });
    expect(refusal.conflicts).toEqual([
      { manager: "kubectl-edit", field: ".spec.replicas" },
      { manager: "image-bot", field: '.spec.template.spec.containers[name="web"].image' },
    ]);
    expect(refusal.message).toMatch(/^kubectl-edit, image-bot set \.spec\.replicas, /);
  });

  it("counts the fields that it does not name", () => {
    const causes = Array.from({ length: 12 }, (_, index) => ({
      reason: "FieldManagerConflict",
      field: `.data.key${index}`,
      message: 'conflict with "them"',
    }));
    const { conflicts, message } = refused(409, "Apply failed", { details: { causes } });
    expect(conflicts).toHaveLength(10);
    expect(message).toContain(".data.key2 and 9 more");
  });
});

it.each([
  [true, /does not serve/],
  [false, /has no acme\.dev\/v1 Widget/],
])("a missing kind may come right where the sync defines it: %s", (isDefinedHere, words) => {
  const refusal = kindRefusal({ apiVersion: "acme.dev/v1", kind: "Widget" }, isDefinedHere);
  expect(refusal).toMatchObject({ reason: "no-such-kind", mayComeRight: isDefinedHere });
  expect(refusal.message).toMatch(words);
});
