import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { afterAll, beforeAll, describe, expect, it } from "vitest";

import { runGit } from "./git/run-git.ts";
import { startSandbox, type Sandbox } from "./runtime.ts";

let dataDir: string;
let sandbox: Sandbox;

beforeAll(async () => {
  dataDir = await mkdtemp(join(tmpdir(), "sandbox-"));
  sandbox = await startSandbox({ dataDir, pace: "fast" });
});

afterAll(async () => {
  await sandbox.close();
  await rm(dataDir, { recursive: true });
});

async function get(path: string): Promise<Response> {
  return fetch(sandbox.addresses.http + path);
}

function tell(story: string, body: object, headers: Record<string, string> = {}) {
  return fetch(`${sandbox.addresses.control}/${story}`, {
    method: "POST",
    redirect: "manual",
    headers: { "content-type": "application/json", ...headers },
    body: JSON.stringify(body),
  });
}

function serverOf(cluster: string): string {
  const address = sandbox.addresses.clusters.find((candidate) => candidate.cluster === cluster);
  return `${address?.server}/api/v1/namespaces/shop`;
}

interface PodList {
  readonly items: readonly {
    readonly spec: { readonly containers: readonly { readonly image: string }[] };
    readonly status: { readonly phase: string };
  }[];
}

async function podsIn(cluster: string): Promise<PodList["items"]> {
  const list: PodList = await (await fetch(`${serverOf(cluster)}/pods`)).json();
  return list.items;
}

async function imagesIn(cluster: string): Promise<readonly string[]> {
  const pods = await podsIn(cluster);
  return pods.flatMap(({ spec }) => spec.containers.map(({ image }) => image));
}

function clone(folder: string): Promise<Buffer> {
  const { user, password } = sandbox.addresses.git;
  const url = new URL(sandbox.gitUrl("acme/config"));
  url.username = user;
  url.password = password;
  return runGit(dataDir, ["clone", "--quiet", url.href, folder]);
}

describe("a fresh sandbox", () => {
  it("has four clusters that took all of their manifests", async () => {
    expect(sandbox.problems).toEqual([]);
    expect(sandbox.addresses.clusters.map(({ cluster }) => cluster)).toEqual([
      "dev",
      "stage",
      "prod",
      "live",
    ]);
    expect(await imagesIn("prod")).toContainEqual(
      expect.stringContaining("registry.acme.test/shop/recommendations:main-"),
    );
  });

  it("runs them at once", async () => {
    const pods = await podsIn("prod");
    expect(pods.length).toBeGreaterThan(15);
    expect(pods.filter(({ status }) => status.phase !== "Running")).toEqual([]);
  });

  it("writes a kubeconfig for each of them", async () => {
    for (const { kubeconfig, server } of sandbox.addresses.clusters) {
      expect(await readFile(kubeconfig, "utf8")).toContain(`server: ${server}\n`);
    }
  });

  it("gives the config repository out, and keeps what is pushed over a restart", async () => {
    await clone("work");
    const work = join(dataDir, "work");
    const file = join(work, "clusters/dev/shop/frontend.yaml");
    const text = await readFile(file, "utf8");
    const built = sandbox.stories.build("registry.acme.test/shop/frontend");
    await writeFile(file, text.replace(/main-[0-9a-f]{7}/, built.tag));
    const identity = ["-c", "user.name=T", "-c", "user.email=t@acme.test"];
    await runGit(work, [...identity, "commit", "--quiet", "--all", "--message=Promote"]);
    await runGit(work, ["push", "--quiet"]);

    await sandbox.close();
    sandbox = await startSandbox({ dataDir, pace: "fast" });
    expect(await imagesIn("dev")).toContain(built.image);
    const tags = await get("/v2/shop/frontend/tags/list");
    expect((await tags.json()).tags).toContain(built.tag);
  });
});

describe("the control page", () => {
  it("says that it is simulated, and offers the images", async () => {
    const text = await (await get("/control")).text();
    expect(text).toContain("simulated");
    expect(text).toContain('<option value="registry.acme.test/shop/checkout">');
  });

  it("builds the next version, or a broken one", async () => {
    const image = "registry.acme.test/payments/ledger";
    expect(await (await tell("build", { image })).json()).toMatchObject({ tag: "1.12.3" });
    const broken = await (await tell("build", { image, flaw: "missing" })).json();
    expect(broken).toMatchObject({ image: `${image}:1.12.4` });
    const tags = await (await get("/v2/payments/ledger/tags/list")).json();
    expect(tags.tags).toContain("1.12.4");
    expect((await get("/v2/payments/ledger/manifests/1.12.3")).status).toBe(200);
    const manifest = await (await get("/v2/payments/ledger/manifests/1.12.4")).json();
    const layer = await get(`/v2/payments/ledger/blobs/${manifest.layers[0].digest}`);
    expect(layer.status).toBe(404);
  });

  it.each([
    ["crash", "CrashLoopBackOff"],
    ["missing", "ImagePullBackOff"],
  ] as const)("breaks what runs an image with the flaw %s: %s", async (flaw, reason) => {
    const { image } = sandbox.stories.build("registry.acme.test/shop/search", flaw);
    const container = { name: "search", image };
    await fetch(`${serverOf("dev").replace("/api/v1", "/apis/apps/v1")}/deployments/search`, {
      method: "PATCH",
      headers: { "content-type": "application/strategic-merge-patch+json" },
      body: JSON.stringify({ spec: { template: { spec: { containers: [container] } } } }),
    });
    await expect
      .poll(async () => JSON.stringify(await podsIn("dev")), { timeout: 10_000 })
      .toContain(reason);
  });

  it("takes a form and leads back to the page, which tells what happened", async () => {
    const answer = await fetch(`${sandbox.addresses.control}/build`, {
      method: "POST",
      body: new URLSearchParams({ image: "docker.io/library/nginx", flaw: "" }),
    });
    expect(answer.url).toBe(sandbox.addresses.control);
    expect(await answer.text()).toMatch(/Built docker\.io\/library\/nginx:1\.27\.4\./);
  });

  it("takes git away and gives it back", async () => {
    await tell("git", { state: "down" });
    await expect(clone("never")).rejects.toThrow("503");
    await tell("git", { state: "up" });
    await clone("again");
  });

  it("cuts the way of one agent", async () => {
    await tell("agent", { cluster: "acme/prod", state: "offline" });
    const { clusters } = await (await get("/control/state")).json();
    expect(clusters).toContainEqual({ name: "acme/prod", agent: "offline" });
    expect(clusters).toContainEqual({ name: "acme/dev", agent: "online" });
    await tell("agent", { cluster: "acme/prod", state: "online" });
  });

  it.each([
    ["build", { image: "registry.acme.test/unknown" }],
    ["agent", { cluster: "acme/unknown", state: "offline" }],
    ["git", { state: "broken" }],
    ["unknown", {}],
  ])("refuses %s %j", async (story, body) => {
    expect((await tell(story, body)).status).toBe(400);
  });

  it("takes no orders from other sites", async () => {
    const answer = await tell("git", { state: "down" }, { origin: "http://elsewhere.test" });
    expect(answer.status).toBe(403);
  });
});

describe("the HTTP server", () => {
  it.each([
    ["/", 200],
    ["/inbox", 200],
    ["/inbox/mails", 200],
    ["/control/unknown", 404],
    ["/clusters/unknown/api", 404],
    ["/unknown", 404],
  ])("answers %s with %i", async (path, status) => {
    expect((await get(path)).status).toBe(status);
  });
});

it("may be closed twice", async () => {
  const folder = await mkdtemp(join(tmpdir(), "sandbox-"));
  const other = await startSandbox({ dataDir: folder });
  await other.close();
  await other.close();
  await expect(fetch(other.addresses.http)).rejects.toThrow();
  await rm(folder, { recursive: true });
});
