/** A kubeconfig with one context, whose user has a token and whose server is verified. */
export function kubeconfigFile(options: {
  readonly name: string;
  readonly server: string;
  readonly ca: string;
  readonly token: string;
}): string {
  const { name, server, ca, token } = options;
  return JSON.stringify({
    apiVersion: "v1",
    kind: "Config",
    "current-context": name,
    clusters: [
      {
        name,
        cluster: { server, "certificate-authority-data": Buffer.from(ca).toString("base64") },
      },
    ],
    users: [{ name, user: { token } }],
    contexts: [{ name, context: { cluster: name, user: name } }],
  });
}
