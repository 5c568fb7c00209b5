/** A Deployment of one container; tests change what they are about. */
export function exampleDeployment(name: string) {
  const labels: Record<string, string> = { app: name };
  return {
    apiVersion: "apps/v1",
    kind: "Deployment",
    metadata: { name },
    spec: {
      selector: { matchLabels: { ...labels } },
      template: {
        metadata: { labels },
        spec: {
          containers: [{ name: "app", image: "acme/web:1.0", ports: [{ containerPort: 80 }] }],
        },
      },
    },
  };
}
