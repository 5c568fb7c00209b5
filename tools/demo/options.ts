import { parseArgs } from "node:util";

export interface DemoOptions {
  readonly port: number;
  readonly fresh: boolean;
  readonly configRepo: string | null;
  readonly open: boolean;
  /** Whether the first three sample clusters are real control planes, whose nodes are simulated. */
  readonly realKubernetes: boolean;
}

export const usage = `npm run demo -- [options]
  --port N            port of the web, or the next free one (3000)
  --config-repo DIR   fill the sample clusters from the manifests in this folder
  --kubernetes real   put the first three clusters on real control planes (built once, with Go)
  --fresh             forget what earlier demos did
  --open              open the browser`;

/** The options as given; throws a sentence for one that makes no sense. */
export function parseOptions(args: readonly string[]): DemoOptions {
  const { values } = parseArgs({
    args: [...args],
    options: {
      port: { type: "string", default: "3000" },
      fresh: { type: "boolean", default: false },
      "config-repo": { type: "string" },
      kubernetes: { type: "string", default: "simulated" },
      open: { type: "boolean", default: false },
    },
  });
  const port = Number(values.port);
  if (!Number.isInteger(port) || port < 1 || port > 65_535) {
    throw new Error(`--port wants a number from 1 to 65535, not "${values.port}".`);
  }
  const { fresh, open, kubernetes } = values;
  if (kubernetes !== "simulated" && kubernetes !== "real") {
    throw new Error(`--kubernetes wants "simulated" or "real", not "${kubernetes}".`);
  }
  const realKubernetes = kubernetes === "real";
  return { port, fresh, open, realKubernetes, configRepo: values["config-repo"] ?? null };
}
