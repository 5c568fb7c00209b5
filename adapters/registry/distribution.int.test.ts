import { type ChildProcess, spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";

import { describe } from "vitest";

import { contractRepository, describeImageRegistry } from "#test/contracts/image-registry.ts";
import { type OciContent, ociImage } from "#test/oci-image.ts";

import { OciImageRegistry } from "./oci-image-registry.ts";

const program = "docker-registry";
const isInstalled = spawnSync(program, ["--version"]).status === 0;

describe.skipIf(!isInstalled)("the CNCF distribution", () => {
  describeImageRegistry(program, async () => {
    const folder = await mkdtemp(join(tmpdir(), "registry-"));
    const { child, origin } = await startDistribution(folder);
    const { host, source, images } = contractRepository;
    for (const { tag, created, revision } of images) {
      const label = "org.opencontainers.image.";
      const labels = { [`${label}revision`]: revision, [`${label}source`]: source };
      await push(origin, tag, ociImage({ created, labels }));
    }
    return {
      registry: new OciImageRegistry({ accesses: [{ host, endpoint: origin }], pageSize: 2 }),
      stop: async () => {
        child.kill();
        await once(child, "exit");
        await rm(folder, { recursive: true });
      },
    };
  });
});

/** Starts the registry on a port that it chooses, and reads the port from its log. */
async function startDistribution(
  folder: string,
): Promise<{ readonly child: ChildProcess; readonly origin: string }> {
  const config = {
    version: 0.1,
    log: { formatter: "json" },
    storage: { filesystem: { rootdirectory: join(folder, "data") } },
    http: { addr: "127.0.0.1:0" },
  };
  const file = join(folder, "config.yml");
  await writeFile(file, JSON.stringify(config));
  const child = spawn(program, ["serve", file], { stdio: ["ignore", "ignore", "pipe"] });
  for await (const line of createInterface(child.stderr)) {
    const address = /listening on (127\.0\.0\.1:\d+)/.exec(line)?.[1];
    if (address !== undefined) {
      child.stderr.resume();
      return { child, origin: `http://${address}` };
    }
  }
  throw new Error(`${program} ended before it listened.`);
}

async function push(
  origin: string,
  tag: string,
  image: ReturnType<typeof ociImage>,
): Promise<void> {
  const base = `${origin}/v2/${contractRepository.path}`;
  const upload = await fetch(`${base}/blobs/uploads/`, { method: "POST" });
  const target = new URL(upload.headers.get("location") ?? "", origin);
  target.searchParams.set("digest", image.config.digest);
  await put(target, { ...image.config, mediaType: "application/octet-stream" });
  await put(new URL(`${base}/manifests/${tag}`), image.manifest);
}

async function put(url: URL, { mediaType, bytes }: OciContent): Promise<void> {
  const headers = { "content-type": mediaType };
  const response = await fetch(url, { method: "PUT", headers, body: new Uint8Array(bytes) });
  if (response.status !== 201) throw new Error(`PUT ${url.pathname}: HTTP ${response.status}`);
}
