import { execFile } from "node:child_process";
import { join } from "node:path";
import { promisify } from "node:util";

import { findGoPrograms } from "#test/go/find-programs.ts";

const run = promisify(execFile);
const chartutil = "helm.sh/helm/v3/pkg/chartutil";

/** The real helm, as a function of its arguments that gives what it prints. */
export type Helm = (...args: readonly string[]) => Promise<string>;

/** The helm program, built once from its Go module; null where there is no Go. */
export async function findHelm(say: (line: string) => void): Promise<Helm | null> {
  const folder = await findGoPrograms(
    {
      module: import.meta.dirname,
      packages: { helm: "helm.sh/helm/v3/cmd/helm" },
      variables: { [`${chartutil}.k8sVersionMajor`]: "1", [`${chartutil}.k8sVersionMinor`]: "35" },
    },
    say,
  );
  if (folder === null) return null;
  return async (...args) => {
    const { stdout } = await run(join(folder, "helm"), args, { maxBuffer: 16 * 1024 * 1024 });
    return stdout;
  };
}
