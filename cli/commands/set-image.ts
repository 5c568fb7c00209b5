import type { Arguments } from "#cli/command.ts";
import { deliver, deliveryOf } from "#cli/deliver.ts";
import { Refusal, exitCodes } from "#cli/exit.ts";
import type { ExitCode } from "#cli/exit.ts";
import type { FileChange } from "#cli/file-change.ts";
import { definitionsOf } from "#cli/find-workload.ts";
import type { Definition } from "#cli/find-workload.ts";
import { usage } from "#cli/parse-arguments.ts";
import type { Terminal } from "#cli/terminal.ts";
import { workloadArgument } from "#cli/workload-argument.ts";
import { parseImageRef } from "#domain/image/ref.ts";
import type { ImageRef } from "#domain/image/ref.ts";
import { applyEdits, editsForImage } from "#domain/manifest/edit.ts";

const command = { name: "set-image" };

/** `stagecoach set-image`: another image for containers of one workload, in every file that PATH names. */
export async function setImages(args: Arguments, terminal: Terminal): Promise<ExitCode> {
  const workload = workloadArgument(command, args);
  const delivery = deliveryOf(command, args);
  const containers = args.values("container");
  if (containers.length === 0) throw usage(command, "Name a container: --container NAME.");
  const { paths, image } = splitPositionals(args.positionals);
  const definitions = await definitionsOf({ paths, workload, terminal });
  const changes = definitions.flatMap((one) => changesOf(one, containers, image));
  deliver(changes, delivery, terminal);
  if (changes.every(({ before, after }) => before === after)) {
    terminal.error(`Nothing to change: ${workload} has this image already.`);
  }
  return exitCodes.done;
}

function splitPositionals(positionals: readonly string[]): {
  readonly paths: readonly string[];
  readonly image: ImageRef;
} {
  const paths = positionals.slice(0, -1);
  const last = positionals.at(-1);
  if (last === undefined || paths.length === 0) {
    throw usage(command, "Name at least one PATH and then the IMAGE.");
  }
  const image = parseImageRef(last);
  if (image.tag !== undefined || image.digest !== undefined) return { paths, image };
  throw new Refusal(`"${last}" has neither tag nor digest, so it would run latest. Name one.`);
}

/** The changes that give every container the image; one that the workload lacks is refused. */
function changesOf(
  { set, found }: Definition,
  containers: readonly string[],
  image: ImageRef,
): readonly FileChange[] {
  const edits = containers.flatMap((name) => {
    const container = found.containers.find((one) => one.name === name);
    if (container !== undefined)
      return { file: container.site.file, edits: editsForImage(container.site, image) };
    const names = found.containers.map((one) => one.name).join(", ") || "none";
    throw new Refusal(
      `${found.file}, line ${found.line}: ${found.key} has no container ${name}. There are: ${names}.`,
    );
  });
  const byFile = Map.groupBy(edits, ({ file }) => file);
  return [...byFile].map(([file, group]) => {
    const before = set.files.get(file)?.text ?? "";
    const onDisk = set.pathOf(file);
    const after = applyEdits(
      before,
      group.flatMap((one) => one.edits),
    );
    return { path: onDisk ?? file, onDisk, before, after };
  });
}
