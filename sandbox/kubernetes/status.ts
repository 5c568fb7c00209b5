import { qualifiedName, type Resource } from "./resource.ts";

export interface StatusCause {
  readonly reason: string;
  readonly message: string;
  readonly field: string;
}

/** The `Status` object that Kubernetes sends instead of a result. */
export interface Status {
  readonly kind: "Status";
  readonly apiVersion: "v1";
  readonly metadata: { readonly continue?: string };
  readonly status: "Failure" | "Success";
  readonly message?: string;
  readonly reason?: string;
  readonly details?: Readonly<Record<string, unknown>>;
  readonly code: number;
}

/** A refusal of the API; `status` is what goes over the wire. */
export class ApiError extends Error {
  readonly status: Status;

  constructor({
    code,
    reason,
    message,
    details,
    continueToken,
  }: {
    code: number;
    reason: string;
    message: string;
    details?: Readonly<Record<string, unknown>>;
    continueToken?: string;
  }) {
    super(message);
    this.name = "ApiError";
    this.status = {
      kind: "Status",
      apiVersion: "v1",
      metadata: continueToken ? { continue: continueToken } : {},
      status: "Failure",
      message,
      reason,
      ...(details && { details }),
      code,
    };
  }
}

function detailsOf(resource: Resource, name: string): Record<string, string> {
  return { name, ...(resource.group && { group: resource.group }), kind: resource.plural };
}

export function notFound(resource: Resource, name: string): ApiError {
  const message = `${qualifiedName(resource)} "${name}" not found`;
  return new ApiError({
    code: 404,
    reason: "NotFound",
    message,
    details: detailsOf(resource, name),
  });
}

/** A resource, version or subresource that a known group does not have. */
export function noSuchResource(): ApiError {
  return new ApiError({
    code: 404,
    reason: "NotFound",
    message: "the server could not find the requested resource",
    details: {},
  });
}

/** A group or path nobody serves: the real server answers in plain text, without a Status. */
export class NoSuchPath extends Error {
  readonly text = "404 page not found\n";

  constructor() {
    super("404 page not found");
    this.name = "NoSuchPath";
  }
}

export function alreadyExists(resource: Resource, name: string): ApiError {
  const message = `${qualifiedName(resource)} "${name}" already exists`;
  const details = detailsOf(resource, name);
  return new ApiError({ code: 409, reason: "AlreadyExists", message, details });
}

export function conflict({
  resource,
  name,
  why,
}: {
  resource: Resource;
  name: string;
  why?: string;
}): ApiError {
  const cause =
    why ??
    "the object has been modified; please apply your changes to the latest version and try again";
  return new ApiError({
    code: 409,
    reason: "Conflict",
    message: `Operation cannot be fulfilled on ${qualifiedName(resource)} "${name}": ${cause}`,
    details: detailsOf(resource, name),
  });
}

export function invalid({
  resource,
  name,
  causes,
}: {
  resource: Resource;
  name: string;
  causes: readonly StatusCause[];
}): ApiError {
  const listed = causes.map(({ field, message }) => `${field}: ${message}`);
  const text = listed.length === 1 ? listed[0] : `[${listed.join(", ")}]`;
  const group = resource.group ? `.${resource.group}` : "";
  return new ApiError({
    code: 422,
    reason: "Invalid",
    message: `${resource.kind}${group} "${name}" is invalid: ${text}`,
    details: {
      name,
      ...(resource.group && { group: resource.group }),
      kind: resource.kind,
      causes,
    },
  });
}

export function badRequest(message: string): ApiError {
  return new ApiError({ code: 400, reason: "BadRequest", message });
}

export function expired(message: string, continueToken?: string): ApiError {
  return new ApiError({
    code: 410,
    reason: "Expired",
    message,
    ...(continueToken && { continueToken }),
  });
}

export function methodNotAllowed(): ApiError {
  return new ApiError({
    code: 405,
    reason: "MethodNotAllowed",
    message: "the server does not allow this method on the requested resource",
    details: {},
  });
}

export function unsupportedMediaType(accepted: readonly string[]): ApiError {
  return new ApiError({
    code: 415,
    reason: "UnsupportedMediaType",
    message: `the body of the request was in an unknown format - accepted media types include: ${accepted.join(", ")}`,
  });
}

/** A server that is asked for a version it has not reached. */
export function versionTooLarge(asked: number, current: number): ApiError {
  return new ApiError({
    code: 504,
    reason: "Timeout",
    message: `Timeout: Too large resource version: ${asked}, current: ${current}`,
    details: {
      causes: [{ reason: "ResourceVersionTooLarge", message: "Too large resource version" }],
      retryAfterSeconds: 1,
    },
  });
}
