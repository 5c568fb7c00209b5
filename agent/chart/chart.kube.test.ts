import { randomUUID } from "node:crypto";
import { createServer } from "node:http";

import { beforeAll, describe, expect, inject, it } from "vitest";
import { parseAllDocuments } from "yaml";
import { z } from "zod";

import { createApiDoor } from "#sandbox/clusters/api-door.ts";
import { listen } from "#sandbox/http/listen.ts";
import { KubernetesTestClient } from "#test/contracts/kubernetes/test-client.ts";
import { findHelm } from "#test/helm/helm.ts";
import type { Helm } from "#test/helm/helm.ts";

const controlPlane = inject("controlPlane");
const chart = import.meta.dirname;
const namespace = `agent-${process.pid}`;
/** What the install route takes away from, by what a person allows. */
const all =
  "createNamespace=true,permissions.nudge=true,permissions.sync=true,permissions.logs=true";

const Rule = z.object({
  apiGroups: z.array(z.string()),
  resources: z.array(z.string()),
  resourceNames: z.array(z.string()).optional(),
  verbs: z.array(z.string()),
});
const Role = z.object({
  kind: z.enum(["Role", "ClusterRole"]),
  metadata: z.object({ name: z.string() }),
  rules: z.array(Rule),
});

/** What the agent may do with the sets observe and sync. */
const expected: readonly (readonly [question: string, allowed: boolean])[] = [
  ["list pods", true],
  ["watch deployments.apps", true],
  ["patch deployments.apps", true],
  ["delete configmaps", true],
  ["patch leases.coordination.k8s.io", true],
  ["patch helmreleases.helm.toolkit.fluxcd.io", true],
  ["patch kustomizations.kustomize.toolkit.fluxcd.io", false],
  ["get secrets", false],
  ["list secrets", false],
  ["create pods", false],
  ["create pods/exec", false],
  ["get pods/log", false],
  ["delete namespaces", false],
  ["patch clusterroles.rbac.authorization.k8s.io", false],
  ["create serviceaccounts/token", false],
];

describe.skipIf(controlPlane === null)("the agent's chart", { timeout: 900_000 }, () => {
  let helm: Helm;
  let client: KubernetesTestClient;
  const door = controlPlane && createApiDoor(controlPlane);
  const server = createServer((request, response) => {
    door?.handle(request, response, request.url ?? "/");
  });

  beforeAll(async () => {
    const found = await findHelm((line) => process.stdout.write(`${line}\n`));
    if (found === null) throw new Error("helm cannot be built without Go");
    helm = found;
    client = new KubernetesTestClient(
      `http://127.0.0.1:${await listen(server, 0)}`,
      controlPlane?.token ?? "",
    );
    return () => {
      door?.close();
      server.close();
      server.closeAllConnections();
    };
  }, 900_000);

  function template(...values: readonly string[]): Promise<string> {
    const set = values.flatMap((value) => ["--set", value]);
    return helm("template", "stagecoach-agent", chart, "--namespace", "stagecoach", ...set);
  }

  async function rightsOf(...values: readonly string[]): Promise<readonly string[]> {
    const objects = parseAllDocuments(await template(...values)).map(
      (one) => one.toJS() as unknown,
    );
    const roles = objects.flatMap((object) => Role.safeParse(object).data ?? []);
    return roles.flatMap(({ kind, metadata, rules }) =>
      rules.flatMap((rule) => describeRule(`${kind} ${metadata.name}`, rule)),
    );
  }

  it("has nothing that helm lint finds", async () => {
    expect(await helm("lint", "--strict", chart)).toContain("0 chart(s) failed");
  });

  it("is what the install command applies", async () => {
    const rendered = (await template(all))
      .replaceAll(/^# Source: .*\n/gm, "")
      .replace(/^---\n/, "")
      .replaceAll(/\n{2,}/g, "\n");
    const title =
      "# The Stagecoach agent, for: kubectl apply -f agent.yaml\n# Rendered from agent/chart.\n";
    await expect(`${title}${rendered}`).toMatchFileSnapshot("../manifests/agent.yaml");
  });

  it.each([
    ["observe", []],
    ["nudge", ["permissions.nudge=true"]],
    ["sync", ["permissions.sync=true"]],
    ["logs", ["permissions.logs=true"]],
    ["own-kinds", ["ownKinds[0].group=serving.knative.dev", "ownKinds[0].resource=services"]],
    ["namespaced", ["permissions.sync=true", "namespaces={shop}"]],
  ])("grants exactly the rights of the set %s", async (name, values) => {
    const rights = (await rightsOf(...values)).toSorted();
    expect(rights.filter((right) => /\*|secrets|exec|escalate|bind\b/.test(right))).toEqual([]);
    await expect(`${rights.join("\n")}\n`).toMatchFileSnapshot(`rights/${name}.txt`);
  });

  it.each([
    ["gateway=agents.example.com", "gateway"],
    ["permissions.exec=true", "exec"],
    ["permissions.argoSync=true", "permissions.argoSync needs permissions.nudge"],
    ["namespaces={Shop}", "namespaces"],
    ["extraSyncRules[0].apiGroups={*},extraSyncRules[0].resources={x}", "extraSyncRules"],
    ["ownKinds[0].group=example.com,ownKinds[0].resource=*", "resource"],
    ["ownKinds[0].group=*,ownKinds[0].resource=widgets", "group"],
    ["health.port=80", "port"],
    ["logLevel=loud", "logLevel"],
  ])("refuses the value %s", async (value, field) => {
    await expect(template(value)).rejects.toThrow(field);
  });

  it("installs on a real API server, where it may do what it was granted and nothing else", async () => {
    const { kubeconfig = "" } = controlPlane ?? {};
    const values = `gateway=wss://agents.example.com,enrolmentToken=${randomUUID()}`;
    const place = ["--namespace", namespace, "--create-namespace", "--kubeconfig", kubeconfig];
    const set = ["--set", `${values},permissions.sync=true`];
    await helm("install", "agent", chart, ...place, ...set);
    for (const [question, allowed] of expected) {
      expect([question, await may(client, namespace, question)]).toEqual([question, allowed]);
    }
  });
});

/** Whether the agent's account may do something, as the API server itself says. */
async function may(
  client: KubernetesTestClient,
  namespace: string,
  question: string,
): Promise<boolean> {
  const [verb = "", wanted = ""] = question.split(" ");
  const [name = "", ...group] = wanted.split(".");
  const [resource = "", subresource = ""] = name.split("/");
  const { body } = await client.send("POST", "/apis/authorization.k8s.io/v1/subjectaccessreviews", {
    apiVersion: "authorization.k8s.io/v1",
    kind: "SubjectAccessReview",
    spec: {
      user: `system:serviceaccount:${namespace}:stagecoach-agent`,
      groups: ["system:serviceaccounts", `system:serviceaccounts:${namespace}`],
      resourceAttributes: {
        namespace,
        verb,
        group: group.join("."),
        resource,
        subresource,
        ...(resource === "leases" && { name: "stagecoach-agent" }),
      },
    },
  });
  return z.object({ status: z.object({ allowed: z.boolean() }) }).parse(body).status.allowed;
}

function describeRule(role: string, rule: z.infer<typeof Rule>): readonly string[] {
  const { apiGroups, resources, verbs, resourceNames } = rule;
  const only = resourceNames === undefined ? "" : ` named ${resourceNames.join(", ")}`;
  return apiGroups.flatMap((group) =>
    resources.map((resource) => {
      const full = group === "" ? resource : `${resource}.${group}`;
      return `${role}: ${verbs.join(", ")} ${full}${only}`;
    }),
  );
}
