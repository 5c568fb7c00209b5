import type { ObservedPodContainer } from "./observed.ts";

/** Why a rollout cannot succeed as things stand. */
export type FailureReason =
  | "image-pull"
  | "crash-loop"
  | "container-config"
  | "unschedulable"
  | "deadline-exceeded"
  | "quota-exceeded"
  | "out-of-memory"
  | "admission-refused"
  | "rollout-aborted"
  | "job-failed"
  | "helm-failed"
  | "sync-failed"
  | "degraded"
  | "stalled"
  | "another-image";

export interface Failure {
  readonly reason: FailureReason;
  /** What fails, in plain words and with names. */
  readonly message: string;
  readonly pod?: string;
}

const pullReasons: ReadonlySet<string> = new Set([
  "ErrImagePull",
  "ImagePullBackOff",
  "InvalidImageName",
  "ErrImageNeverPull",
  "ImageInspectError",
  "RegistryUnavailable",
  "SignatureValidationFailed",
]);
const configReasons: ReadonlySet<string> = new Set([
  "CreateContainerConfigError",
  "CreateContainerError",
  "RunContainerError",
  "PreCreateHookError",
  "PreStartHookError",
  "StartError",
  "ContainerCannotRun",
]);
const crashReasons: ReadonlySet<string> = new Set(["CrashLoopBackOff", "PostStartHookError"]);

/** Why a container's image cannot be pulled or its container not be made; null where neither is so. */
export function startFailure(container: ObservedPodContainer): Failure | null {
  const reason = container.reason ?? "";
  if (container.state === "running") return null;
  if (pullReasons.has(reason)) {
    const cause = pullCause(container.message);
    const message = `cannot pull ${container.image}${cause === null ? "" : `: ${cause}`}`;
    return { reason: "image-pull", message };
  }
  const lastRunFailed =
    reason === "CrashLoopBackOff" && configReasons.has(container.lastReason ?? "");
  if (configReasons.has(reason) || lastRunFailed) {
    const cause = container.message ?? container.lastReason ?? reason;
    return { reason: "container-config", message: `${nameOf(container)} cannot start: ${cause}` };
  }
  return null;
}

/** Why a container that started does not stay up; null while it runs, or has failed only once. */
export function runFailure(container: ObservedPodContainer): Failure | null {
  if (container.state === "running") return null;
  const ended = container.state === "terminated" ? container.reason : container.lastReason;
  if (ended === "OOMKilled") {
    const message = `${nameOf(container)} is killed for lack of memory${restarts(container)}`;
    return { reason: "out-of-memory", message };
  }
  const exitCode = container.state === "terminated" ? container.exitCode : container.lastExitCode;
  const endedAgain = container.state === "terminated" && exitCode !== 0 && container.restarts > 0;
  if (!endedAgain && !crashReasons.has(container.reason ?? "")) return null;
  const how = exitCode === null ? "keeps crashing" : `exits with ${exitCode}`;
  const words = lastWords(container);
  const message = `${nameOf(container)} ${how}${restarts(container)}${words === null ? "" : `: ${words}`}`;
  return { reason: "crash-loop", message };
}

/** The container as a sentence names it: `container web`, `init container migrate`. */
export function nameOf(container: ObservedPodContainer): string {
  return `${container.init ? "init container" : "container"} ${container.name}`;
}

function restarts({ restarts: count }: ObservedPodContainer): string {
  if (count === 0) return "";
  return count === 1 ? " (1 restart)" : ` (${count} restarts)`;
}

/** The last line that the container left when it ended; null where it left none. */
export function lastWords({ state, message, lastMessage }: ObservedPodContainer): string | null {
  const left = state === "terminated" ? message : lastMessage;
  return left?.trim().split("\n").at(-1)?.trim() || null;
}

/** Where a registry's or a network's own words begin, among what the runtime puts before them. */
const registryWords =
  /^(?:toomanyrequests|unauthorized|denied|pull access denied|name unknown|manifest unknown|x509|dial tcp|no match for platform)/i;

/** Runtimes wrap the cause in a chain of `step: step: cause`; a mere "Back-off pulling image" has none. */
function pullCause(message: string | null): string | null {
  if (message === null || /^Back-off pulling image "[^"]*"\.?$/.test(message)) return null;
  const steps = message.trim().split(": ");
  const own = steps.findIndex((step) => registryWords.test(step));
  const words = (own === -1 ? steps.slice(-1) : steps.slice(own)).filter(
    (step) => !/^https?:\S+$/.test(step),
  );
  return words.join(": ").trim() || null;
}
