import { OciImageRegistry } from "#adapters/registry/oci-image-registry.ts";
import { readUse } from "#domain/tag-policy/candidates.ts";
import type { TagInfo } from "#domain/tag-policy/rank.ts";
import { wantedFacts } from "#domain/tag-policy/wanted-facts.ts";
import type { ImageRegistry } from "#ports/image-registry.ts";
import { describeTags, findPushedAgain } from "#services/image/describe-tags.ts";

import type { BenchOptions, BenchResult } from "./bench.ts";
import { startFarRegistry } from "./far-registry.ts";
import type { FarRegistry } from "./far-registry.ts";
import { figure, spread } from "./figure.ts";
import { percentile } from "./percentile.ts";
import { timed } from "./timed.ts";

const host = "registry.bench.test";
const name = `${host}/shop/checkout`;
const versions = 10_000;
const builds = 640;
/** How many tags the naive client describes before its time and requests for all are computed from it. */
const sampled = 320;

interface Scanned {
  readonly milliseconds: number;
  readonly requests: number;
  readonly tags: readonly TagInfo[];
}

/** Scans of 10,000 tags, each request 40 ms away, beside a client that asks for every tag's manifest and config. */
export async function benchScan({ runs, signal, report }: BenchOptions): Promise<BenchResult> {
  const far = await startFarRegistry({
    host,
    path: "shop/checkout",
    source: null,
    images: images(),
  });
  try {
    const registry = (): ImageRegistry =>
      new OciImageRegistry({ accesses: [{ host, endpoint: far.origin }] });
    const cases = [
      { about: "semver, first scan", image: `${name}:1.0.1`, filter: "semver:>=1", known: false },
      { about: "semver, nothing new", image: `${name}:1.0.1`, filter: "semver:>=1", known: true },
      {
        about: `by time, ${builds} builds`,
        image: `${name}:main-1`,
        filter: "glob:main-*",
        known: false,
      },
    ];
    const figures = [];
    const naive = await naiveScan({ registry: registry(), far, signal });
    report(`naive: ${sampled} of ${versions + builds} tags measured, the rest computed`);
    for (const { about, image, filter, known } of cases) {
      const first = await scan({ registry: registry(), far, image, filter, tags: [], signal });
      const samples: Scanned[] = [];
      for (let run = 0; run < runs; run += 1) {
        signal.throwIfAborted();
        const tags = known ? first.tags : [];
        samples.push(await scan({ registry: registry(), far, image, filter, tags, signal }));
      }
      const requests = percentile(
        samples.map((sample) => sample.requests),
        1,
      );
      report(`${about}: ${requests} requests`);
      figures.push(
        figure({
          name: `${about}, requests`,
          ours: requests,
          peer: naive.requests,
          unit: "requests",
        }),
        ...spread(about, {
          ours: samples.map(({ milliseconds }) => milliseconds),
          peer: [naive.milliseconds],
        }),
      );
    }
    return { peer: "manifest per tag (computed)", figures };
  } finally {
    await far.close();
  }
}

/** A scan as a worker makes it, without the database. */
async function scan(input: {
  readonly registry: ImageRegistry;
  readonly far: FarRegistry;
  readonly image: string;
  readonly filter: string;
  /** What an earlier scan found. */
  readonly tags: readonly TagInfo[];
  readonly signal: AbortSignal;
}): Promise<Scanned> {
  const { registry, far, image, filter, signal } = input;
  const use = readUse(image, filter);
  const known = new Map(input.tags.map((info) => [info.tag, info]));
  const found = new Map(known);
  far.requests();
  const milliseconds = await timed(async () => {
    const list = await registry.listTags(name, { signal });
    const tags = (list?.tags ?? []).map((tag) => known.get(tag) ?? { tag });
    const wanted = wantedFacts({ tags, uses: use === null ? [] : [use] });
    const digests = new Map([...known].map(([tag, { digest = null }]) => [tag, digest]));
    await findPushedAgain({ registry, repository: name, tags: wanted.check, signal }, digests);
    const question = { registry, repository: name, tags: wanted.describe, signal };
    for (const info of tags) found.set(info.tag, info);
    for (const { tag, digest, createdAt } of (await describeTags(question)).images) {
      found.set(tag, {
        tag,
        ...(digest !== null && { digest }),
        ...(createdAt !== null && { createdAt: createdAt.toISOString() }),
      });
    }
  });
  return { milliseconds, requests: far.requests(), tags: [...found.values()] };
}

/** Lists the tags and describes each, as many at once as ours; from a sample, because all would take long. */
async function naiveScan(input: {
  readonly registry: ImageRegistry;
  readonly far: FarRegistry;
  readonly signal: AbortSignal;
}): Promise<{ readonly milliseconds: number; readonly requests: number }> {
  const { registry, far, signal } = input;
  far.requests();
  let tags: readonly string[] = [];
  const listing = await timed(async () => {
    tags = (await registry.listTags(name, { signal }))?.tags ?? [];
  });
  const pages = far.requests();
  const sample = tags.slice(0, sampled);
  const describing = await timed(() =>
    describeTags({ registry, repository: name, tags: sample, signal }),
  );
  const share = tags.length / sampled;
  return { milliseconds: listing + describing * share, requests: pages + far.requests() * share };
}

function images() {
  const created = (at: number): string => new Date(1_760_000_000_000 + at * 60_000).toISOString();
  return [
    ...Array.from({ length: versions }, (_, at) => ({
      tag: `1.${Math.floor(at / 100)}.${at % 100}`,
      revision: String(at),
      created: created(at),
    })),
    ...Array.from({ length: builds }, (_, at) => ({
      tag: `main-${at}`,
      revision: String(at),
      created: created(at),
    })),
  ];
}
