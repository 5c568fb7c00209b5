import { parseAllDocuments } from "yaml";

import { parseManifestFile } from "#domain/manifest/file.ts";
import type { ManifestFile } from "#domain/manifest/file.ts";
import { indexManifests } from "#domain/manifest/manifest-index.ts";

import type { BenchOptions, BenchResult } from "./bench.ts";
import { spread } from "./figure.ts";
import type { Figure } from "./figure.ts";
import {
  deploymentFile,
  generatedFiles,
  generatedServices,
  withTag,
} from "./generated-services.ts";
import type { GeneratedService } from "./generated-services.ts";
import { overlaidFiles } from "./overlaid-files.ts";
import { timed } from "./timed.ts";

type Texts = ReadonlyMap<string, string>;

interface Repository {
  readonly name: string;
  readonly root: string;
  readonly texts: Texts;
  /** A file with the image of one service. */
  readonly changing: string;
}

/** The index of a repository of 5,000 files: from texts alone, and at a new tip that changed one of them. */
export async function benchIndex(options: BenchOptions): Promise<BenchResult> {
  const figures: Figure[] = [];
  for (const repository of repositories()) figures.push(...(await benchOne(repository, options)));
  return { peer: "yaml library, parse only", figures };
}

function repositories(): readonly Repository[] {
  const plain = generatedServices(715);
  const overlaid = generatedServices(625);
  return [
    {
      name: "plain",
      root: "apps",
      texts: generatedFiles(plain),
      changing: deploymentFile(firstOf(plain)),
    },
    {
      name: "overlays",
      root: "clusters/prod",
      texts: overlaidFiles(overlaid),
      changing: deploymentFile(firstOf(overlaid)),
    },
  ];
}

function firstOf([first]: readonly GeneratedService[]): GeneratedService {
  if (first === undefined) throw new Error("no service was generated");
  return first;
}

async function benchOne(
  { name, root, texts, changing }: Repository,
  { runs, signal, report }: BenchOptions,
): Promise<readonly Figure[]> {
  const cold = new Array<number>();
  const next = new Array<number>();
  const peer = new Array<number>();
  let files = parseAll(texts);
  const { workloads, problems } = indexManifests({ files, root });
  report(`${name}: ${texts.size} files, ${workloads.size} workloads, ${problems.length} problems`);
  for (let run = 0; run < runs; run += 1) {
    signal.throwIfAborted();
    peer.push(await timed(() => [...texts.values()].map((text) => parseAllDocuments(text))));
    cold.push(await timed(() => indexManifests({ files: parseAll(texts), root })));
    const text = withTag(texts.get(changing) ?? "", `1.1.${run}`);
    next.push(
      await timed(() => {
        files = new Map([...files, [changing, parseManifestFile(changing, text)] as const]);
        return indexManifests({ files, root });
      }),
    );
  }
  return [
    ...spread(`${name}, cold`, { ours: cold, peer }),
    ...spread(`${name}, new tip`, { ours: next, peer }),
  ];
}

function parseAll(texts: Texts): ReadonlyMap<string, ManifestFile> {
  return new Map([...texts].map(([path, text]) => [path, parseManifestFile(path, text)] as const));
}
