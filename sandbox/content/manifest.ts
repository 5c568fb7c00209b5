import { imageIn, tagIn, type Environment, type Form, type Service } from "./service.ts";
import { annotationLines, indent, workloadManifest } from "./workload.ts";

/** The text of a service's manifest in an environment, written in the service's form. */
export function manifestOf(service: Service, environment: Environment): string {
  const { form } = service;
  if (form === "helm-release") return helmRelease(service, environment);
  const pod = pods[form](service, imageIn(service, environment));
  const workload = workloadManifest({ service, environment, pod });
  if (form === "crlf") {
    return `# Edited on Windows; the line ends stay.\n${workload}`.replaceAll("\n", "\r\n");
  }
  return form === "multi-document"
    ? `${configMap(service, environment)}---\n${serviceObject(service)}---\n${workload}`
    : workload;
}

/** The text of a service's manifest in a kustomize base, where an overlay decides on the tag. */
export function baseManifestOf(service: Service): string {
  return workloadManifest({
    service,
    environment: "stage",
    pod: plain(service, service.image.name),
  });
}

type PodWriter = (service: Service, image: string) => string;

const pods: Readonly<Record<Exclude<Form, "helm-release">, PodWriter>> = {
  plain,
  crlf: plain,
  "multi-document": plain,
  list: plain,
  kustomize: plain,
  commented: (service, image) => plain(service, `${image} # released by Stagecoach`),
  quoted: (service, image) => plain(service, `"${image}"`),
  flow: ({ name }, image) => `containers:
  - { name: ${name}, image: '${image}', ports: [{ containerPort: 8080 }] } # one line on purpose\n`,
  "with-init": (service, image) => `initContainers:
  # The same image brings the database up to date first.
  - name: migrate
    image: ${image}
    args: ["migrate", "--wait"]
${plain(service, image)}`,
  "with-sidecar": (service, image) => `${plain(service, image)}  - name: proxy
    image: ${service.sidecar?.name}:${service.sidecar?.tags.at(-1)}
    args: [--config-path, /etc/envoy/envoy.yaml]\n`,
};

function plain({ name }: Service, image: string): string {
  return `containers:\n${container(name, image)}`;
}

function container(name: string, image: string): string {
  return `  - name: ${name}
    image: ${image}
    ports:
      - name: http
        containerPort: 8080
    resources:
      requests: { cpu: 50m, memory: 64Mi }\n`;
}

function configMap({ name, namespace }: Service, environment: Environment): string {
  return `apiVersion: v1
kind: ConfigMap
metadata:
  name: ${name}
  namespace: ${namespace}
data:
  settings.yaml: |
    environment: ${environment}
    image: shown in the footer of every mail, and no reference\n`;
}

function serviceObject({ name, namespace }: Service): string {
  return `apiVersion: v1
kind: Service
metadata:
  name: ${name}
  namespace: ${namespace}
spec:
  selector: { app: ${name} }
  ports: [{ name: http, port: 80, targetPort: http }]\n`;
}

function helmRelease(service: Service, environment: Environment): string {
  const values = `image:
  repository: ${service.image.name}
  tag: "${tagIn(service, environment)}"
config:
  environment: ${environment}\n`;
  return `apiVersion: helm.toolkit.fluxcd.io/v2
kind: HelmRelease
metadata:
  name: ${service.name}
  namespace: ${service.namespace}
${annotationLines(service, environment)}spec:
  interval: 10m
  chart:
    spec:
      chart: ${service.name}
      version: 2.x
      sourceRef:
        kind: HelmRepository
        name: charts
  values:
${indent(values, 4)}`;
}
