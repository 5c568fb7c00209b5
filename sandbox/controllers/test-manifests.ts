import type { Manifest } from "./test-world.ts";

/** A workload manifest with one container `app` of the image. */
export function workload({
  kind,
  name,
  image,
  spec = {},
  pod = {},
}: {
  kind: "Deployment" | "StatefulSet" | "DaemonSet";
  name: string;
  image: string;
  spec?: object;
  pod?: object;
}): Manifest {
  const labels = { app: name };
  return {
    apiVersion: "apps/v1",
    kind,
    metadata: { name },
    spec: {
      selector: { matchLabels: labels },
      template: { metadata: { labels }, spec: { containers: [{ name: "app", image }], ...pod } },
      ...spec,
    },
  };
}

/** A job, or the template of one, of one container that ends when its work is done. */
export function jobSpec(image: string): object {
  return {
    template: { spec: { restartPolicy: "Never", containers: [{ name: "work", image }] } },
  };
}
