import type { Environment, Kind, Service } from "./service.ts";

/** A workload's manifest around the pod's containers, given as lines of the pod spec. */
export function workloadManifest(options: {
  readonly service: Service;
  readonly environment: Environment;
  readonly pod: string;
}): string {
  const { service, environment, pod } = options;
  const kind = service.kind ?? "Deployment";
  return `apiVersion: ${kind === "CronJob" ? "batch/v1" : "apps/v1"}
kind: ${kind}
metadata:
  name: ${service.name}
  namespace: ${service.namespace}
  labels:
    app: ${service.name}
${annotationLines(service, environment)}spec:
${indent(spec({ service, kind, replicas: replicas[environment], pod }), 2)}`;
}

/** Moves every line that is not empty to the right. */
export function indent(text: string, columns: number): string {
  return text.replace(/^(?=.)/gm, " ".repeat(columns));
}

/** A service's annotations in an environment as lines of its metadata; empty where it has none. */
export function annotationLines(service: Service, environment: Environment): string {
  const entries = Object.entries(service.annotations?.[environment] ?? {});
  if (entries.length === 0) return "";
  return `  annotations:\n${entries.map(([key, value]) => `    ${key}: ${JSON.stringify(value)}\n`).join("")}`;
}

const replicas: Readonly<Record<Environment, number>> = { dev: 1, stage: 2, prod: 3, live: 2 };

function spec(options: {
  readonly service: Service;
  readonly kind: Kind;
  readonly replicas: number;
  readonly pod: string;
}): string {
  const { service, kind, pod } = options;
  switch (kind) {
    case "Deployment":
      return `replicas: ${options.replicas}\n${selector(service)}${template(service, pod)}`;
    case "StatefulSet":
      return `serviceName: ${service.name}\nreplicas: 1\n${selector(service)}${template(service, pod)}`;
    case "DaemonSet":
      return `${selector(service)}${template(service, pod)}`;
    case "CronJob":
      return `schedule: "15 2 * * *"
concurrencyPolicy: Forbid
jobTemplate:
  spec:
${indent(template(service, `restartPolicy: OnFailure\n${pod}`), 4)}`;
  }
}

function selector({ name }: Service): string {
  return `selector:\n  matchLabels:\n    app: ${name}\n`;
}

function template({ name }: Service, pod: string): string {
  return `template:
  metadata:
    labels:
      app: ${name}
  spec:
${indent(pod, 4)}`;
}
