import { beforeAll, describe } from "vitest";

import { contractRepository, describeImageRegistry } from "#test/contracts/image-registry.ts";
import { type OciContent, ociImage } from "#test/oci-image.ts";
import {
  canRunDistribution,
  findDistribution,
  startDistribution,
} from "#test/registry/distribution.ts";

import { OciImageRegistry } from "./oci-image-registry.ts";

const canRun = canRunDistribution();

if (!canRun && process.env["CI"] === "true") throw new Error("CI must try a real registry");

describe.skipIf(!canRun)("the CNCF distribution", () => {
  let program: string;
  beforeAll(async () => {
    program = await findDistribution((line) => process.stdout.write(`${line}\n`));
  }, 900_000);

  describeImageRegistry("distribution", async () => {
    const { origin, stop } = await startDistribution(program);
    const { host, source, images } = contractRepository;
    for (const { tag, created, revision } of images) {
      const label = "org.opencontainers.image.";
      const labels = { [`${label}revision`]: revision, [`${label}source`]: source };
      await push(origin, tag, ociImage({ created, labels }));
    }
    const accesses = [{ host, endpoint: origin }];
    return { registry: new OciImageRegistry({ accesses, pageSize: 2 }), stop };
  });
});

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
