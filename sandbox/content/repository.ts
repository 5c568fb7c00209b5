import { baseManifestOf, manifestOf } from "./manifest.ts";
import { tagIn, type Environment, type Service } from "./service.ts";
import { indent } from "./workload.ts";

/** The files of an organization's config repository: a folder per cluster, and bases they share. */
export function configRepository(options: {
  readonly title: string;
  readonly services: readonly Service[];
  readonly environments: readonly Environment[];
}): ReadonlyMap<string, string> {
  const { title, services, environments } = options;
  const files = new Map([["README.md", readme(title, environments)]]);
  for (const environment of environments) {
    const root = `clusters/${environment}`;
    const here = services.filter(({ runs }) => runs[environment] !== undefined);
    files.set(`${root}/namespaces.yaml`, namespaces(here));
    for (const [namespace, members] of byNamespace(here)) {
      addNamespace(files, { root, namespace, services: members, environment });
    }
  }
  return files;
}

function addNamespace(
  files: Map<string, string>,
  cluster: {
    root: string;
    namespace: string;
    services: readonly Service[];
    environment: Environment;
  },
): void {
  const { root, namespace, services, environment } = cluster;
  const listed = services.filter(({ form }) => form === "list");
  const based = services.filter(({ form }) => form === "kustomize");
  for (const service of services) {
    if (service.form === "list" || service.form === "kustomize") continue;
    files.set(`${root}/${namespace}/${service.name}.yaml`, manifestOf(service, environment));
  }
  if (listed.length > 0) {
    files.set(`${root}/${namespace}/small-services.yaml`, list(listed, environment));
  }
  if (based.length > 0) {
    files.set(`${root}/${namespace}-overlay/kustomization.yaml`, overlay(cluster, based));
    files.set(`bases/${namespace}/kustomization.yaml`, base(based));
    for (const service of based) {
      files.set(`bases/${namespace}/${service.name}.yaml`, baseManifestOf(service));
    }
  }
}

function list(services: readonly Service[], environment: Environment): string {
  const items = services.map((service) => {
    const text = indent(manifestOf(service, environment), 4);
    return `  - ${text.slice(4)}`;
  });
  return `apiVersion: v1\nkind: List\nitems:\n${items.join("")}`;
}

function overlay(
  { namespace, environment }: { namespace: string; environment: Environment },
  services: readonly Service[],
): string {
  const images = services.map(
    (service) => `  - name: ${service.image.name}\n    newTag: "${tagIn(service, environment)}"\n`,
  );
  return `apiVersion: kustomize.config.k8s.io/v1beta1
kind: Kustomization
resources:
  - ../../../bases/${namespace}
images:
${images.join("")}`;
}

function base(services: readonly Service[]): string {
  return `apiVersion: kustomize.config.k8s.io/v1beta1
kind: Kustomization
resources:
${services.map(({ name }) => `  - ${name}.yaml\n`).join("")}`;
}

function namespaces(services: readonly Service[]): string {
  return [...byNamespace(services).keys()]
    .map((name) => `apiVersion: v1\nkind: Namespace\nmetadata:\n  name: ${name}\n`)
    .join("---\n");
}

function byNamespace(services: readonly Service[]): ReadonlyMap<string, readonly Service[]> {
  return Map.groupBy(services, ({ namespace }) => namespace);
}

function readme(title: string, environments: readonly Environment[]): string {
  return `# ${title}

Sample manifests of the Stagecoach sandbox. One folder per cluster:

${environments.map((environment) => `- \`clusters/${environment}\`\n`).join("")}`;
}
