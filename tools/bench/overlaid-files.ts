import { generatedFiles } from "./generated-services.ts";
import type { GeneratedService } from "./generated-services.ts";

/**
 * A config repository where each service has a base with a kustomization, and the cluster `prod` takes all bases, one
 * folder each, and sets every image: eight files a service and one more.
 */
export function overlaidFiles(services: readonly GeneratedService[]): ReadonlyMap<string, string> {
  const kept = [...generatedFiles(services)].filter(([path]) => !path.endsWith("/ingress.yaml"));
  const folders = services.map(({ name }) => `  - ${name}\n`);
  return new Map([
    ...kept,
    ...services.flatMap((service) => [base(service), overlay(service)]),
    ["clusters/prod/kustomization.yaml", `resources:\n${folders.join("")}`] as const,
  ]);
}

const baseFiles = ["deployment", "service", "account", "config", "autoscaler", "budget"];

function base({ folder }: GeneratedService): readonly [string, string] {
  const resources = baseFiles.map((file) => `  - ${file}.yaml\n`).join("");
  return [`${folder}/kustomization.yaml`, `resources:\n${resources}`];
}

function overlay({ folder, name, image }: GeneratedService): readonly [string, string] {
  const text = `resources:
  - ../../../${folder}
labels:
  - pairs: { environment: prod }
images:
  - name: ${image}
    newTag: 1.0.7
`;
  return [`clusters/prod/${name}/kustomization.yaml`, text];
}
