import type { CreateCluster } from "#contracts/api/cluster.ts";
import { ApiProblem } from "#ui/queries/api-problem.ts";

/** Reads the form as it is; the server says what is wrong with it. Without a repository there is no source. */
export function clusterFromForm(form: FormData): CreateCluster {
  const cluster = { name: textOf(form, "name"), environment: textOf(form, "environment") };
  const repository = textOf(form, "repository");
  if (repository === "") return cluster;
  const [username, password] = [textOf(form, "username"), textOf(form, "password")];
  return {
    ...cluster,
    source: {
      repository,
      branch: textOf(form, "branch"),
      path: textOf(form, "path"),
      ...(username === "" ? {} : { username }),
      ...(password === "" ? {} : { password }),
    },
  };
}

function textOf(form: FormData, name: string): string {
  const value = form.get(name);
  return typeof value === "string" ? value.trim() : "";
}

/** Field → what is wrong with it, as the server said. */
export function fieldErrors(error: unknown): Readonly<Record<string, string>> {
  const flaws = error instanceof ApiProblem ? (error.problem.errors ?? []) : [];
  const named = flaws.map(
    ({ pointer, detail }) => [pointer.slice(1).replaceAll("/", "."), detail] as const,
  );
  return Object.fromEntries(named.toReversed());
}
