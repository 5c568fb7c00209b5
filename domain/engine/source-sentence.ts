import { repositoryName } from "#domain/git/same-repository.ts";

import type { FoundSource } from "./found-sources.ts";

/** What is deployed from where: `Flux deploys 34 workloads from clusters/dev of github.com/acme/fleet, branch main`. */
export function sourceSentence({ products, workloads, path, url, branch }: FoundSource): string {
  const verb = products.length === 1 ? "deploys" : "deploy";
  const counted = workloads === 1 ? "1 workload" : `${workloads} workloads`;
  const folder = path === "" ? "the root" : path;
  const at = branch === null ? "at no branch of its own" : `branch ${branch}`;
  return `${products.join(" and ")} ${verb} ${counted} from ${folder} of ${repositoryName(url)}, ${at}`;
}
