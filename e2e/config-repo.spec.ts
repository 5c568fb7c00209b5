import { execFile } from "node:child_process";
import { existsSync } from "node:fs";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { promisify } from "node:util";

import { startWorld } from "#tools/demo/start-world.ts";

import { expect, signInAt, test } from "./journey.ts";
import { MatrixPage } from "./pages/matrix.ts";
import { PromotePage } from "./pages/promote.ts";
import { ReleasePage } from "./pages/release.ts";

const run = promisify(execFile);
const corpus = path.resolve("../shared/corpus");

interface Sample {
  readonly folder: string;
  readonly cluster: string;
  readonly workload: string;
}

const samples: readonly Sample[] = [
  { folder: "microservices-demo", cluster: "dev", workload: "sock-shop:deployment/catalogue" },
  {
    folder: "flux2-kustomize-helm-example",
    cluster: "stage",
    workload: "podinfo:helmrelease/podinfo",
  },
];

for (const { folder, cluster, workload } of samples) {
  test(`a folder of one's own manifests is promoted: ${folder}`, async ({ page }) => {
    test.skip(!existsSync(path.join(corpus, folder)), "the folder is not on this machine");
    test.setTimeout(150_000);
    const directory = path.join(corpus, folder);
    const before = await fingerprint(directory);
    const dataDir = await mkdtemp(path.join(tmpdir(), "stagecoach-own-"));
    const world = await startWorld({
      dataDir,
      webPort: null,
      configRepo: directory,
      environment: { IMAGE_SCAN_SECONDS: "2", BRANCH_POLL_SECONDS: "2" },
    });
    try {
      await signInAt(page, world.url, "ana");
      const promote = new PromotePage(page);
      await expect(async () => {
        await promote.openAt(world.url, { to: cluster, workloads: [workload] });
        await expect(promote.button()).toHaveText(/^Promote 1 workload/, { timeout: 5_000 });
      }).toPass({ timeout: 60_000 });
      await promote.promote();
      const release = await new ReleasePage(page).ends();
      expect(release.status).toBe("succeeded");
      await new MatrixPage(page).open();
    } finally {
      await world.close();
      await rm(dataDir, { recursive: true, force: true });
    }
    expect(await fingerprint(directory)).toBe(before);
  });
}

/** Every file's name and content, in one number. */
async function fingerprint(directory: string): Promise<string> {
  const { stdout } = await run(
    "sh",
    ["-c", "find . -type f -print0 | sort -z | xargs -0 cksum | cksum"],
    {
      cwd: directory,
    },
  );
  return stdout;
}
