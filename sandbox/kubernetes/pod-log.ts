import { at, isList, textAt, type Json } from "./json.ts";
import type { KubeObject } from "./object.ts";
import { badRequest } from "./status.ts";

/** A few plausible lines of a container's log; a crashed one ends with its message. */
export function podLog(pod: KubeObject, query: URLSearchParams): string {
  const name = containerName(pod, query.get("container"));
  const status = statusOf(pod, name);
  const waiting = at(status, "state", "waiting", "reason");
  const ended = at(status, "state", "terminated") ?? at(status, "lastState", "terminated");
  const previous = query.get("previous") === "true";
  if (previous && ended === undefined) {
    throw badRequest(
      `previous terminated container "${name}" in pod "${pod.metadata.name}" not found`,
    );
  }
  if (ended === undefined && at(status, "state", "running") === undefined) {
    const why =
      typeof waiting === "string" ? (waitingText[waiting] ?? waiting) : "ContainerCreating";
    throw badRequest(
      `container "${name}" in pod "${pod.metadata.name}" is waiting to start: ${why}`,
    );
  }
  const lines = linesOf({ pod, name, status, ended });
  const tail = Number(query.get("tailLines") ?? lines.length);
  return lines
    .slice(-tail || lines.length)
    .map((line) => `${line}\n`)
    .join("");
}

const waitingText: Readonly<Record<string, string>> = {
  ErrImagePull: "image can't be pulled",
  ImagePullBackOff: "trying and failing to pull image",
  PodInitializing: "PodInitializing",
};

function linesOf({
  pod,
  name,
  status,
  ended,
}: {
  pod: KubeObject;
  name: string;
  status: Json | undefined;
  ended: Json | undefined;
}): readonly string[] {
  const time = textAt(status, "state", "running", "startedAt") || textAt(ended, "startedAt");
  const image = textAt(status, "image");
  const start = [
    `${time} INFO starting ${name} image=${image}`,
    `${time} INFO configuration loaded namespace=${pod.metadata.namespace ?? ""}`,
  ];
  const exitCode = at(ended, "exitCode");
  if (exitCode === undefined) return [...start, `${time} INFO listening on :8080`];
  if (exitCode === 0) return [...start, `${textAt(ended, "finishedAt")} INFO done`];
  const message = textAt(ended, "message") || `exited with code ${textAt(ended, "exitCode")}`;
  return [...start, `${textAt(ended, "finishedAt")} FATAL ${message}`];
}

function containerName(pod: KubeObject, asked: string | null): string {
  const names = containersOf(pod, "containers");
  const all = [...names, ...containersOf(pod, "initContainers")];
  if (asked !== null) {
    if (all.includes(asked)) return asked;
    throw badRequest(`container ${asked} is not valid for pod ${pod.metadata.name}`);
  }
  const [only] = names;
  if (only !== undefined && all.length === 1) return only;
  throw badRequest(
    `a container name must be specified for pod ${pod.metadata.name}, choose one of: [${all.join(" ")}]`,
  );
}

function containersOf(pod: KubeObject, list: string): readonly string[] {
  const containers = at(pod, "spec", list);
  return isList(containers) ? containers.map((container) => textAt(container, "name")) : [];
}

function statusOf(pod: KubeObject, name: string): Json | undefined {
  return ["containerStatuses", "initContainerStatuses"]
    .flatMap((list) => {
      const statuses = at(pod, "status", list);
      return isList(statuses) ? statuses : [];
    })
    .find((status) => at(status, "name") === name);
}
