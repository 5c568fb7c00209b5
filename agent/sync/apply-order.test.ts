import { describe, expect, it } from "vitest";

import { applyRank, applyWaves, isFoundation } from "./apply-order.ts";

function object(kind: string) {
  return { apiVersion: "v1", kind, metadata: { name: kind.toLowerCase() } };
}

describe("the order of an apply", () => {
  it.each([
    ["Namespace", "ServiceAccount"],
    ["CustomResourceDefinition", "Certificate"],
    ["PriorityClass", "Deployment"],
    ["ServiceAccount", "RoleBinding"],
    ["ClusterRole", "ClusterRoleBinding"],
    ["ResourceQuota", "Deployment"],
    ["Secret", "Deployment"],
    ["ConfigMap", "StatefulSet"],
    ["StorageClass", "PersistentVolumeClaim"],
    ["PersistentVolumeClaim", "StatefulSet"],
    ["Service", "StatefulSet"],
    ["Deployment", "HorizontalPodAutoscaler"],
    ["Service", "Ingress"],
    ["Deployment", "ValidatingWebhookConfiguration"],
    ["Certificate", "MutatingWebhookConfiguration"],
  ])("takes %s before %s", (first, second) => {
    expect(applyRank({ kind: first })).toBeLessThan(applyRank({ kind: second }));
  });

  it("keeps the order of the files within a wave", () => {
    const kinds = ["Job", "Namespace", "Deployment", "Widget", "ConfigMap"];
    const waves = applyWaves(kinds.map(object)).map((wave) => wave.map(({ kind }) => kind));
    expect(waves).toEqual([["Namespace"], ["ConfigMap"], ["Job", "Deployment", "Widget"]]);
  });

  it.each([
    ["Namespace", true],
    ["CustomResourceDefinition", true],
    ["PriorityClass", false],
    ["Deployment", false],
  ])("holds everything else up for %s: %s", (kind, expected) => {
    expect(isFoundation({ kind })).toBe(expected);
  });
});
