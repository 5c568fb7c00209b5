import { CreateCluster } from "#contracts/api/cluster.ts";

/** Field → what is wrong with it. */
export type ClusterFormErrors = Readonly<Record<string, string>>;

/** Reads the form; without a repository the cluster has no source, and its other fields do not count. */
export function clusterFromForm(form: FormData): {
  readonly cluster: CreateCluster | null;
  readonly errors: ClusterFormErrors;
} {
  const text = (name: string) => String(form.get(name) ?? "").trim();
  const optional = (name: string) => (text(name) === "" ? {} : { [name]: text(name) });
  const source = {
    repository: text("repository"),
    branch: text("branch"),
    path: text("path"),
    ...optional("username"),
    ...optional("password"),
  };
  const parsed = CreateCluster.safeParse({
    name: text("name"),
    environment: text("environment"),
    ...(source.repository !== "" && { source }),
  });
  if (parsed.success) return { cluster: parsed.data, errors: {} };
  const errors = parsed.error.issues.map(({ path, message }) => [path.join("."), message] as const);
  return { cluster: null, errors: Object.fromEntries(errors.toReversed()) };
}
