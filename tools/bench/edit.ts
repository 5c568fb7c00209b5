import { spawnSync } from "node:child_process";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { parseDocument } from "yaml";

import { applyEdits } from "#domain/manifest/edit.ts";

import type { BenchOptions, BenchResult } from "./bench.ts";
import { figure, rates } from "./figure.ts";
import type { Figure } from "./figure.ts";
import { deploymentFile, generatedFiles, generatedServices } from "./generated-services.ts";
import { timed } from "./timed.ts";

const path = ["spec", "template", "spec", "containers", 0, "image"] as const;
const yq = "yq";
const yqExpression = '.spec.template.spec.containers[0].image |= sub(":1.0.0", ":1.1.0")';

interface Manifest {
  readonly text: string;
  readonly from: string;
  readonly to: string;
}

/** 2,000 Deployments get another tag: our edit, checked by reading the result, beside writing the YAML anew. */
export async function benchEdit({ runs, signal, report }: BenchOptions): Promise<BenchResult> {
  const manifests = deployments();
  report(`${manifests.length} files; ours keeps every other byte and reads the result to prove it`);
  const times = { ours: new Array<number>(), peer: new Array<number>() };
  for (let run = 0; run < runs; run += 1) {
    signal.throwIfAborted();
    times.ours.push(await timed(() => manifests.map(edited)));
    times.peer.push(await timed(() => manifests.map(roundTrip)));
  }
  const ours = Math.min(...times.ours);
  return {
    peer: "yaml round trip",
    figures: [
      ...rates("2,000 files", times, { count: manifests.length, unit: "files/s" }),
      ...(await yqFigures(manifests, ours, report)),
    ],
  };
}

function deployments(): readonly Manifest[] {
  const services = generatedServices(2000);
  const files = generatedFiles(services);
  return services.map((service) => {
    const text = files.get(deploymentFile(service)) ?? "";
    return { text, from: `${service.image}:1.0.0`, to: `${service.image}:1.1.0` };
  });
}

function edited({ text, from, to }: Manifest): string {
  return applyEdits(text, [{ file: "deployment.yaml", document: 0, path, from, to }]);
}

function roundTrip({ text, to }: Manifest): string {
  const document = parseDocument(text);
  document.setIn(path, to);
  return document.toString();
}

/** One process of mikefarah's yq over all files, where it is installed; another program goes by the name too. */
async function yqFigures(
  manifests: readonly Manifest[],
  ours: number,
  report: (line: string) => void,
): Promise<readonly Figure[]> {
  const version = spawnSync(yq, ["--version"], { encoding: "utf8" });
  if (!String(version.stdout).includes("mikefarah")) {
    report("yq is not installed: no figure beside it");
    return [];
  }
  const folder = await mkdtemp(join(tmpdir(), "stagecoach-yq-"));
  try {
    const names = manifests.map((_, at) => `${at}.yaml`);
    await Promise.all(manifests.map(({ text }, at) => writeFile(join(folder, `${at}.yaml`), text)));
    const peer = await timed(() => {
      const args = ["eval", yqExpression, ...names];
      const options = { cwd: folder, maxBuffer: 256 * 1024 * 1024 } as const;
      const { status } = spawnSync(yq, args, options);
      if (status !== 0) throw new Error("yq could not edit the files");
    });
    const rate = (ms: number): number => (manifests.length * 1000) / ms;
    const sides = { ours: rate(ours), peer: rate(peer) };
    return [figure({ name: "2,000 files, one yq process", ...sides, unit: "files/s" })];
  } finally {
    await rm(folder, { recursive: true });
  }
}
