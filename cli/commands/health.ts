import type { Arguments } from "#cli/command.ts";
import { exitCodes } from "#cli/exit.ts";
import type { ExitCode } from "#cli/exit.ts";
import { jsonText } from "#cli/json.ts";
import { liveObjects } from "#cli/live-objects.ts";
import { standardInput } from "#cli/manifest-set.ts";
import { usage } from "#cli/parse-arguments.ts";
import { readText } from "#cli/read-text.ts";
import { table } from "#cli/table.ts";
import type { Terminal } from "#cli/terminal.ts";
import { objectHealth } from "#domain/health/object-health.ts";

/** `stagecoach health`: how live objects do, as `kubectl get -o yaml` or `-o json` prints them. */
export async function tellHealth(args: Arguments, terminal: Terminal): Promise<ExitCode> {
  const files = args.positionals;
  if (files.length === 0) throw usage({ name: "health" }, "Name a FILE, or - for standard input.");
  const rows = [];
  for (const file of files) {
    const text = file === standardInput ? await terminal.readStdin() : readText(file);
    for (const { kind, name, object } of liveObjects(file, text)) {
      const health = objectHealth(object);
      if (health !== null) rows.push({ file, kind, name, ...health });
    }
  }
  if (args.has("json")) terminal.print(jsonText(rows));
  else {
    const cells = rows.map(({ kind, name, status, message }) => [
      `${kind}/${name}`,
      status,
      message,
    ]);
    terminal.print(table(["OBJECT", "STATUS", "MESSAGE"], cells, terminal.paint));
  }
  return rows.some(({ status }) => status === "failed") ? exitCodes.refused : exitCodes.done;
}
