/** A kubeconfig with one context, as `kubectl` and the agent read it. */
export function kubeconfig(options: {
  readonly name: string;
  readonly server: string;
  readonly token: string;
}): string {
  const { name, server, token } = options;
  return `apiVersion: v1
kind: Config
current-context: ${name}
clusters:
  - name: ${name}
    cluster:
      server: ${server}
users:
  - name: ${name}
    user:
      token: ${token}
contexts:
  - name: ${name}
    context:
      cluster: ${name}
      user: ${name}
`;
}
