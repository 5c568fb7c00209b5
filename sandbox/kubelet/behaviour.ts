import { at } from "#sandbox/kubernetes/json.ts";

/** What a container does once it runs; a label of its image says so. */
export type Behaviour =
  | { readonly kind: "healthy"; readonly slowMs: number }
  | { readonly kind: "crash"; readonly exitCode: number; readonly message: string }
  | { readonly kind: "oom"; readonly message: string }
  | { readonly kind: "never-ready"; readonly message: string };

const prefix = "sandbox.stagecoach.dev/";

/** The behaviour an image's labels ask for; without any it starts and stays healthy. */
export function behaviourOf(labels: unknown): Behaviour {
  function label(name: string) {
    const value = at(labels, `${prefix}${name}`);
    return typeof value === "string" ? value : null;
  }
  const wanted = label("behaviour") ?? "";
  const [, seconds] = /^slow:(\d+(?:\.\d+)?)$/.exec(wanted) ?? [];
  if (seconds) return { kind: "healthy", slowMs: Number(seconds) * 1000 };
  switch (wanted) {
    case "crash":
      return {
        kind: "crash",
        exitCode: Number(label("exit-code") ?? 1),
        message: label("message") ?? "the process ended unexpectedly",
      };
    case "oom":
      return { kind: "oom", message: label("message") ?? "" };
    case "never-ready":
      return {
        kind: "never-ready",
        message: label("message") ?? "HTTP probe failed with statuscode: 503",
      };
    default:
      return { kind: "healthy", slowMs: 0 };
  }
}
