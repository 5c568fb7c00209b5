import { randomUUID } from "node:crypto";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";

import { beforeAll, describe, expect, inject, it } from "vitest";
import { z } from "zod";

import { createKubeClient } from "#agent/kube/kube-client.ts";
import type { KubeClient } from "#agent/kube/kube-client.ts";

import { examine } from "./examine.ts";
import { rightsBySet, rightsOf } from "./rights-by-set.ts";
import type { RightSet } from "./rights-by-set.ts";

const controlPlane = inject("controlPlane");
const Token = z.object({ status: z.object({ token: z.string() }) });
const signal = AbortSignal.timeout(120_000);

describe.skipIf(controlPlane === null)("the doctor on a real control plane", () => {
  const namespace = `doctor-${randomUUID().slice(0, 8)}`;
  const core = `/api/v1/namespaces/${namespace}`;
  const rbac = `/apis/rbac.authorization.k8s.io/v1/namespaces/${namespace}`;
  let client: KubeClient;
  let folder: string;
  let token: string;

  beforeAll(async () => {
    folder = await mkdtemp(path.join(tmpdir(), "doctor-"));
    client = createKubeClient({
      server: new URL(controlPlane?.server ?? ""),
      credentials: () =>
        Promise.resolve({
          authorization: `Bearer ${controlPlane?.token ?? ""}`,
          ca: controlPlane?.ca,
        }),
    });
    await create("/api/v1/namespaces", { metadata: { name: namespace } });
    await create(`${core}/serviceaccounts`, { metadata: { name: "agent" } });
    const answer = await create(`${core}/serviceaccounts/agent/token`, { spec: {} });
    token = Token.parse(answer).status.token;
    return async () => {
      client.close();
      await rm(folder, { recursive: true });
    };
  });

  function create(at: string, object: object): Promise<unknown> {
    const body = { type: "application/json", content: JSON.stringify(object) };
    return client.send({ method: "POST", path: at, body, signal });
  }

  /** Grants the account those of a set's rights that the chart would, but for what `without` names. */
  async function grant(set: RightSet, without?: string): Promise<void> {
    const rights = rightsBySet[set].flatMap(rightsOf);
    const rules = rights
      .filter(({ verb, resource }) => `${verb} ${resource}` !== without)
      .map(({ verb, group, resource, subresource }) => ({
        apiGroups: [group],
        resources: [subresource === undefined ? resource : `${resource}/${subresource}`],
        verbs: [verb],
      }));
    await create(`${rbac}/roles`, { metadata: { name: set }, rules });
    await create(`${rbac}/rolebindings`, {
      metadata: { name: set },
      roleRef: { apiGroup: "rbac.authorization.k8s.io", kind: "Role", name: set },
      subjects: [{ kind: "ServiceAccount", name: "agent", namespace }],
    });
  }

  async function findings(env: Record<string, string> = {}) {
    const file = path.join(folder, `${randomUUID()}.yaml`);
    const config = {
      "current-context": "own",
      contexts: [{ name: "own", context: { cluster: "own", user: "own" } }],
      clusters: [
        {
          name: "own",
          cluster: {
            server: controlPlane?.server,
            "certificate-authority-data": Buffer.from(controlPlane?.ca ?? "").toString("base64"),
          },
        },
      ],
      users: [{ name: "own", user: { token: env["TOKEN"] ?? token } }],
    };
    await writeFile(file, JSON.stringify(config));
    const all = await examine(
      {
        NODE_ENV: "test",
        STAGECOACH_GATEWAY: "https://gateway.acme.invalid",
        STAGECOACH_STATE_DIR: folder,
        STAGECOACH_NAMESPACES: namespace,
        STAGECOACH_LEASE: `${namespace}/stagecoach-agent`,
        STAGECOACH_SYNC: "off",
        KUBECONFIG: file,
        ...env,
      },
      () => new Date(),
    );
    return new Map(all.map((finding) => [finding.check, finding]));
  }

  it("names each right that is missing, and how to give it", async () => {
    const none = await findings();
    expect(none.get("API server")).toMatchObject({
      status: "ok",
      found: expect.stringMatching(/is Kubernetes v1\..*its uid may not be read/),
    });
    expect(none.get("namespaces")?.found).toContain(namespace);
    expect(none.get("rights: observe")).toMatchObject({
      status: "failed",
      found: expect.stringContaining(`get applications.argoproj.io in ${namespace}`),
      next: expect.stringContaining("roles"),
    });
    for (const set of ["nudge", "sync", "logs"] as const) {
      expect(none.get(`rights: ${set}`)).toMatchObject({
        status: "skipped",
        found: expect.stringContaining(`--set permissions.${set}=true`),
      });
    }
    expect(none.get("lease")).toMatchObject({ status: "failed" });

    await grant("observe", "watch deployments");
    await grant("logs");
    await grant("nudge", "patch kustomizations");
    await grant("sync");
    const some = await findings({ STAGECOACH_SYNC: "apply" });
    expect(some.get("rights: observe")).toMatchObject({
      status: "failed",
      found: `Missing: watch deployments.apps in ${namespace}.`,
    });
    expect(some.get("rights: nudge")).toMatchObject({
      status: "warning",
      found: expect.stringContaining("patch kustomizations.kustomize.toolkit.fluxcd.io"),
    });
    for (const set of ["logs", "sync"] as const) {
      expect(some.get(`rights: ${set}`)).toMatchObject({ status: "ok", found: "Given." });
    }
  });

  it("says that a sync which may not apply cannot work", async () => {
    const elsewhere = await findings({
      STAGECOACH_NAMESPACES: "default",
      STAGECOACH_SYNC: "apply",
    });
    expect(elsewhere.get("rights: sync")).toMatchObject({
      status: "failed",
      next: expect.stringContaining("STAGECOACH_SYNC=off"),
    });
  });

  it("says who leads", async () => {
    const lease = { metadata: { name: "stagecoach-agent" }, spec: { holderIdentity: "agent-7" } };
    await create(`/apis/coordination.k8s.io/v1/namespaces/${namespace}/leases`, lease);
    const asAdmin = await findings({ TOKEN: controlPlane?.token ?? "" });
    expect(asAdmin.get("lease")?.found).toMatch(/^agent-7 leads/);
    expect(asAdmin.get("API server")?.found).toMatch(/its uid is [0-9a-f-]{36}/);
    expect([...asAdmin.values()].filter(({ check }) => check.startsWith("rights"))).toSatisfy(
      (rights: readonly { status: string }[]) => rights.every(({ status }) => status === "ok"),
    );
  });

  it("says that a token is not accepted", async () => {
    expect((await findings({ TOKEN: "stale" })).get("API server")).toMatchObject({
      status: "failed",
      next: expect.stringContaining("service account"),
    });
  });
});
