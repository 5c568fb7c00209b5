export interface Crumb {
  readonly label: string;
  /** Null for the page itself. */
  readonly href: string | null;
}

const noNames: ReadonlyMap<string, string> = new Map();

/** The places between an organization and one of its pages; `clusters` has the names of those whose ids are known. */
export function crumbsOf(path: string, clusters = noNames): readonly Crumb[] {
  const [, org = "", area = "", ...rest] = path.split("/").map(decodeURIComponent);
  const up = (label: string, where: string): Crumb => ({ label, href: `/${org}/${where}` });
  const here = (label: string): Crumb => ({ label, href: null });
  switch (area) {
    case "workloads":
      return rest.length === 0
        ? [here("Workloads")]
        : [up("Workloads", "workloads"), here(`${rest[0]} / ${rest[2]}`)];
    case "promote":
      return [up("Workloads", "workloads"), here("Promote")];
    case "releases":
      return rest[0] === undefined
        ? [here("Releases")]
        : [up("Releases", "releases"), here(`#${rest[0]}`)];
    case "clusters":
      return rest[0] === undefined
        ? [here("Clusters")]
        : [up("Clusters", "clusters"), here(placeAmongClusters(rest[0], clusters))];
    case "settings":
      return rest[0] === undefined
        ? [here("Settings")]
        : [up("Settings", "settings"), here(`${rest[1]} to ${rest[2]}`)];
    default:
      return [];
  }
}

function placeAmongClusters(place: string, clusters: ReadonlyMap<string, string>): string {
  if (place === "new") return "Connect a cluster";
  return place === "repositories" ? "Config repository" : (clusters.get(place) ?? "Cluster");
}
