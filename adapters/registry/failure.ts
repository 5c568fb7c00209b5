import { DomainError } from "#domain/error.ts";

/** The registry did not answer, or not in sense; the same call may succeed later. */
export function unavailable(host: string, cause: string): DomainError {
  return new DomainError("unavailable", `The registry ${host} cannot be read: ${cause}.`, { host });
}

/** The registry does not let us read the repository. */
export function refused(host: string, path: string, cause: string): DomainError {
  const message = `The registry ${host} does not let us read ${path}: ${cause}.`;
  return new DomainError("forbidden", `${message} Check its credentials.`, {
    host,
    repository: path,
  });
}
