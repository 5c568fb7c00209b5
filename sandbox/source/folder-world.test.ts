import { mkdir, mkdtemp, rm, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";

import { afterAll, beforeAll, expect, it } from "vitest";

import { folderWorld } from "./folder-world.ts";

const crlf = "# kept\r\nimage: a\r\n";
let folder: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "sandbox-folder-"));
  await put("clusters/prod/cart.yaml", deployment("cart", "quay.io/shop/cart:1.4"));
  await put("clusters/dev/cart.yaml", deployment("cart", "quay.io/shop/cart:1.5"));
  await put("docs/crlf.txt", crlf);
  await put("logo.png", Buffer.from([0x89, 0x50, 0x00, 0xff]));
  await put("latin1.txt", Buffer.from([0xe4]));
  await put(".git/config", "[core]");
  await symlink("/etc/passwd", join(folder, "passwd.yaml"));
  await symlink(join(folder, "clusters"), join(folder, "more"));
});

afterAll(() => rm(folder, { recursive: true }));

it("takes the folder's text files as they are, and nothing else", async () => {
  const { repositories } = await folderWorld(folder, new Date(0));
  const files = repositories[0]?.branches.get("main");
  expect([...(files?.keys() ?? [])]).toEqual([
    "clusters/dev/cart.yaml",
    "clusters/prod/cart.yaml",
    "docs/crlf.txt",
  ]);
  expect(files?.get("docs/crlf.txt")).toBe(crlf);
});

it("points clusters at it, beside the second organization's", async () => {
  const { clusters } = await folderWorld(`${folder}/`, new Date(0));
  expect(clusters.map(({ organization, cluster, path }) => [organization, cluster, path])).toEqual([
    ["acme", "dev", "clusters/dev"],
    ["acme", "prod", "clusters/prod"],
    ["globex", "live", "clusters/live"],
  ]);
});

it("has the images that the clusters use, and newer ones", async () => {
  const { images } = await folderWorld(folder, new Date(0));
  const tags = images.find(({ path }) => path === "shop/cart")?.images.map(({ tag }) => tag);
  expect(tags).toEqual(["1.4", "1.5", "1.6", "1.7", "1.8"]);
});

async function put(path: string, content: string | Buffer): Promise<void> {
  await mkdir(dirname(join(folder, path)), { recursive: true });
  await writeFile(join(folder, path), content);
}

function deployment(name: string, image: string): string {
  return `apiVersion: apps/v1
kind: Deployment
metadata: { name: ${name}, namespace: shop }
spec: { template: { spec: { containers: [{ name: ${name}, image: "${image}" }] } } }
`;
}
