/** A folder of a repository as sources write it here: no slash at either end, the root empty. */
export function sourceFolder(path: string): string {
  return path
    .split("/")
    .filter((part) => part !== "" && part !== ".")
    .join("/");
}

/** Whether `folder` is `outer` or lies anywhere in it; the root has everything in it. */
export function isWithin(folder: string, outer: string): boolean {
  return outer === "" || folder === outer || folder.startsWith(`${outer}/`);
}

/** The deepest folder that has all of them in it; the root for folders that share none, or for none at all. */
export function commonFolder(folders: readonly string[]): string {
  const [first = [], ...rest] = folders.map((folder) => folder.split("/"));
  const end = first.findIndex((part, at) => rest.some((parts) => parts[at] !== part));
  return (end === -1 ? first : first.slice(0, end)).join("/");
}
