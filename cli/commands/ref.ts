import type { Arguments } from "#cli/command.ts";
import { exitCodes } from "#cli/exit.ts";
import type { ExitCode } from "#cli/exit.ts";
import { jsonText } from "#cli/json.ts";
import { usage } from "#cli/parse-arguments.ts";
import type { Terminal } from "#cli/terminal.ts";
import {
  canonicalName,
  formatImageRef,
  parseImageRef,
  registryHost,
  repositoryPath,
} from "#domain/image/ref.ts";

/** `stagecoach ref IMAGE`: the parts of an image reference. Refused when the text is none. */
export async function describeRef(args: Arguments, terminal: Terminal): Promise<ExitCode> {
  const [image, ...others] = args.positionals;
  if (image === undefined || others.length > 0) {
    throw usage({ name: "ref" }, "ref takes one image reference.");
  }
  const ref = parseImageRef(image);
  const parts = {
    image,
    name: ref.name,
    registry: registryHost(ref.name),
    repository: repositoryPath(ref.name),
    tag: ref.tag ?? null,
    digest: ref.digest ?? null,
    canonical: formatImageRef({ ...ref, name: canonicalName(ref.name) }),
  };
  if (args.has("json")) terminal.print(jsonText(parts));
  else terminal.print(describe(parts, terminal));
  return exitCodes.done;
}

function describe(parts: Readonly<Record<string, string | null>>, { paint }: Terminal): string {
  const width = Math.max(...Object.keys(parts).map((name) => name.length));
  const lines = Object.entries(parts).map(([name, value]) => {
    return `${paint.bold(name.padEnd(width))}  ${value ?? paint.dim("–")}`;
  });
  return [...lines, ""].join("\n");
}
