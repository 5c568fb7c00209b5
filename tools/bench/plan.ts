import { canonicalName } from "#domain/image/ref.ts";
import { parseManifestFile } from "#domain/manifest/file.ts";
import { indexManifests } from "#domain/manifest/manifest-index.ts";
import type { ManifestIndex } from "#domain/manifest/manifest-index.ts";
import { calculatePlan } from "#domain/promotion/calculate.ts";
import { sameNames } from "#domain/promotion/mapping.ts";
import type { PlanInput } from "#domain/promotion/plan-input.ts";
import { wholeScope } from "#domain/promotion/plan.ts";
import type { PlanResult } from "#domain/promotion/plan.ts";
import type { ImageKnowledge } from "#domain/tag-policy/candidates.ts";

import type { BenchOptions, BenchResult } from "./bench.ts";
import { spread } from "./figure.ts";
import { generatedFiles, generatedServices } from "./generated-services.ts";
import { timed } from "./timed.ts";

const root = "apps";
const builds = 20;
const services = generatedServices(500);
const texts = generatedFiles(services);

/** A plan that updates all of 500 workloads: from an index, from parsed files, and from texts alone. */
export async function benchPlan({ runs, signal, report }: BenchOptions): Promise<BenchResult> {
  const images = knowledge();
  const files = parseAll();
  const index = indexManifests({ files, root });
  const { items } = calculatePlan(inputOf(index, images));
  const updates = items.filter(({ outcome }) => outcome === "update").length;
  report(`${texts.size} files, ${items.length} items, ${updates} updates, ${builds} tags each`);
  const times = {
    indexed: new Array<number>(),
    parsed: new Array<number>(),
    cold: new Array<number>(),
  };
  function plan(from: ManifestIndex): PlanResult {
    return calculatePlan(inputOf(from, images));
  }
  for (let run = 0; run < runs; run += 1) {
    signal.throwIfAborted();
    times.indexed.push(await timed(() => plan(index)));
    times.parsed.push(await timed(() => plan(indexManifests({ files, root }))));
    times.cold.push(await timed(() => plan(indexManifests({ files: parseAll(), root }))));
  }
  return {
    peer: "parsing anew",
    figures: [
      ...spread("plan, files indexed", { ours: times.indexed, peer: times.cold }),
      ...spread("plan, files parsed", { ours: times.parsed, peer: times.cold }),
    ],
  };
}

function parseAll() {
  return new Map([...texts].map(([path, text]) => [path, parseManifestFile(path, text)] as const));
}

function inputOf(index: ManifestIndex, images: ImageKnowledge): PlanInput {
  return {
    target: { name: "prod", path: root, running: new Map() },
    source: { kind: "image-repo" },
    mapping: sameNames,
    index,
    texts,
    images,
    sharedFiles: new Map(),
    selection: null,
    scope: wholeScope,
    subject: null,
  };
}

/** Every image has builds from `1.0.0` on. */
function knowledge(): ImageKnowledge {
  const tags = Array.from({ length: builds }, (_, at) => ({
    tag: `1.0.${at}`,
    createdAt: new Date(Date.UTC(2026, 0, 1 + at)).toISOString(),
  }));
  const known = { tags, scanned: true, error: null };
  return new Map(services.map(({ image }) => [canonicalName(image), known]));
}
