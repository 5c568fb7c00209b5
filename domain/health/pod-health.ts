import { failed, healthy, progressing } from "./health.ts";
import type { Health } from "./health.ts";
import { conditionsOf, fieldAt, itemsAt, numberAt, textAt } from "./live-object.ts";
import type { LiveObject } from "./live-object.ts";
import { wordsOf } from "./words.ts";

/** Reasons with which a kubelet says that a container does not start by itself. */
const stuck = /^Err|Error$|BackOff$/;

/** The health of a pod by its phase, and by what its containers wait for. */
export function podHealth(object: LiveObject): Health {
  const waiting = stuckContainer(object);
  if (waiting !== null) return failed(waiting);
  const phase = textAt(object.status, "phase");
  switch (phase) {
    case "Succeeded":
      return healthy(textAt(object.status, "message") ?? "the pod has done its work");
    case "Failed":
      return failed(failureWords(object));
    case "Running":
      return runningHealth(object);
    default:
      return pendingHealth(object);
  }
}

function stuckContainer({ status }: LiveObject): string | null {
  const containers = ["initContainerStatuses", "containerStatuses"].flatMap((list) =>
    itemsAt(status, list),
  );
  for (const container of containers) {
    const reason = textAt(container, "state", "waiting", "reason") ?? "";
    if (!stuck.test(reason)) continue;
    const message = textAt(container, "state", "waiting", "message");
    return `container ${textAt(container, "name") ?? ""}: ${message ?? reason}`;
  }
  return null;
}

function failureWords({ status }: LiveObject): string {
  const message = textAt(status, "message") ?? textAt(status, "reason");
  if (message) return message;
  for (const container of itemsAt(status, "containerStatuses")) {
    const ended = fieldAt(container, "state", "terminated");
    const code = numberAt(ended, "exitCode") ?? 0;
    if (code === 0) continue;
    const name = textAt(container, "name") ?? "";
    return `container ${name} ${textAt(ended, "reason") ?? "ended"} with exit code ${code}`;
  }
  return "the pod failed";
}

function runningHealth(object: LiveObject): Health {
  const ready = conditionsOf(object).find(({ type }) => type === "Ready");
  if (ready?.status === "True")
    return runsToEnd(object) ? progressing("the pod runs") : healthy("the pod is ready");
  const crashed = itemsAt(object.status, "containerStatuses").find(
    (container) => fieldAt(container, "lastState", "terminated") !== undefined,
  );
  if (crashed !== undefined)
    return failed(`container ${textAt(crashed, "name") ?? ""} has crashed`);
  return progressing(ready ? wordsOf(ready) : "the pod is not ready yet");
}

/** A pod that is not restarted is done when it ends, not when it is ready; Argo CD's annotation says otherwise. */
function runsToEnd({ spec, metadata }: LiveObject): boolean {
  const policy = textAt(spec, "restartPolicy") ?? "Always";
  const isServing = metadata.annotations?.["argocd.argoproj.io/ignore-restart-policy"] === "true";
  return policy !== "Always" && !isServing;
}

function pendingHealth(object: LiveObject): Health {
  const unscheduled = conditionsOf(object).find(
    ({ type, status, reason }) =>
      type === "PodScheduled" && status === "False" && reason === "Unschedulable",
  );
  if (unscheduled) return failed(wordsOf(unscheduled));
  return progressing("the pod has not started yet");
}
