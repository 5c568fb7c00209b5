import type { Arguments } from "#cli/command.ts";
import { Refusal, exitCodes } from "#cli/exit.ts";
import type { ExitCode } from "#cli/exit.ts";
import { imageRows } from "#cli/image-rows.ts";
import type { ImageRow } from "#cli/image-rows.ts";
import { jsonText } from "#cli/json.ts";
import { folderSet, readManifests } from "#cli/manifest-set.ts";
import { usage } from "#cli/parse-arguments.ts";
import { table } from "#cli/table.ts";
import type { Terminal } from "#cli/terminal.ts";
import { isFolder } from "#cli/yaml-files.ts";
import type { Problem } from "#domain/manifest/file.ts";
import { imagesInFile } from "#domain/manifest/images-in-file.ts";
import { indexManifests } from "#domain/manifest/manifest-index.ts";

const command = { name: "images" };

interface Listing {
  readonly rows: readonly ImageRow[];
  readonly problems: readonly Problem[];
}

/** `stagecoach images`: every image that files write, or with --root those that a cluster runs. */
export async function listImages(args: Arguments, terminal: Terminal): Promise<ExitCode> {
  const root = args.value("root");
  const paths = args.positionals;
  if (root !== undefined && paths.length > 0)
    throw usage(command, "--root takes the place of PATH.");
  if (root === undefined && paths.length === 0) throw usage(command, "Name at least one PATH.");
  const listing = root === undefined ? await written(paths, terminal) : inEffect(root);
  if (args.has("json")) terminal.print(jsonText(listing.rows));
  else if (listing.rows.length > 0) terminal.print(textRows(listing.rows, terminal));
  for (const { file, line, column, message } of listing.problems) {
    terminal.error(`${file}:${line}:${column}: ${message}`);
  }
  const isNamed = listing.problems.some(({ file }) => paths.includes(file));
  return isNamed ? exitCodes.refused : exitCodes.done;
}

async function written(paths: readonly string[], terminal: Terminal): Promise<Listing> {
  const rows: ImageRow[] = [];
  const problems: Problem[] = [];
  for (const path of paths) {
    for await (const file of readManifests(path, terminal)) {
      rows.push(...imageRows(file, imagesInFile(file)));
      problems.push(...file.problems);
    }
  }
  return { rows, problems };
}

function inEffect(root: string): Listing {
  if (!isFolder(root)) throw new Refusal(`${root} is a file. --root names a folder.`);
  const set = folderSet(root);
  const index = indexManifests(set);
  const placed = [...index.workloads.values()].flatMap(({ key, containers }) =>
    containers.map(({ name, image, site }) => ({ workload: key, container: name, image, site })),
  );
  const rows = [...Map.groupBy(placed, ({ site }) => site.file)].flatMap(([file, images]) => {
    const text = set.files.get(file)?.text ?? "";
    return imageRows({ path: set.pathOf(file) ?? file, text }, images);
  });
  const problems = index.problems.map((problem) => {
    return { ...problem, file: set.pathOf(problem.file) ?? problem.file };
  });
  return { rows: rows.toSorted(byWorkload), problems };
}

function byWorkload(a: ImageRow, b: ImageRow): number {
  if (a.workload === b.workload) return 0;
  return a.workload < b.workload ? -1 : 1;
}

function textRows(rows: readonly ImageRow[], { paint }: Terminal): string {
  const cells = rows.map(({ file, line, column, workload, container, image }) => {
    return [`${file}:${line}:${column}`, workload, container, image];
  });
  return table(["PLACE", "WORKLOAD", "CONTAINER", "IMAGE"], cells, paint);
}
