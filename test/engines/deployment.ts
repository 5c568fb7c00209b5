/** A Deployment of one container that is named as the Deployment is. */
export function deploymentOf(input: {
  readonly name: string;
  readonly namespace: string;
  readonly image: string;
}): object {
  const { name, namespace, image } = input;
  const labels = { app: name };
  const containers = [{ name, image }];
  return {
    apiVersion: "apps/v1",
    kind: "Deployment",
    metadata: { name, namespace },
    spec: {
      selector: { matchLabels: labels },
      template: { metadata: { labels }, spec: { containers } },
    },
  };
}

/** The same in the namespace shop, as a file of a config repository. */
export function deploymentFile(name: string, image: string): string {
  return `apiVersion: apps/v1
kind: Deployment
metadata:
  name: ${name}
  namespace: shop
spec:
  selector:
    matchLabels: {app: ${name}}
  template:
    metadata:
      labels: {app: ${name}}
    spec:
      containers:
        - name: ${name}
          image: ${image}
`;
}
