const number = /^(0|[1-9]\d*)$/;

/**
 * Whether a version is older than another. Kubernetes promises that versions of one kind are whole numbers that grow;
 * of servers with other versions nothing is said.
 */
export function isOlder(version: string, than: string): boolean {
  if (!number.test(version) || !number.test(than)) return false;
  return version.length === than.length ? version < than : version.length < than.length;
}
