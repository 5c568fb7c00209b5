import { qualifiedName, type Resource } from "./resource.ts";
import { ApiError } from "./status.ts";

/** One allowance, in RBAC's terms; `*` stands for any, no namespaces for all. */
export interface PolicyRule {
  readonly apiGroups?: readonly string[];
  readonly resources?: readonly string[];
  readonly verbs: readonly string[];
  readonly resourceNames?: readonly string[];
  readonly nonResourceURLs?: readonly string[];
  readonly namespaces?: readonly string[];
}

/** Whom a bearer token stands for, and what it may do; without rules it may do everything. */
export interface TokenHolder {
  readonly user: string;
  readonly rules?: readonly PolicyRule[];
}

export interface ResourceAction {
  readonly verb: string;
  readonly group: string;
  /** With its subresource: `pods/log`. */
  readonly resource: string;
  readonly namespace?: string | undefined;
  readonly name?: string | undefined;
}

const anonymous: TokenHolder = { user: "system:admin" };

/** Who calls: 401 for a missing or unknown token where the cluster has tokens, else an admin. */
export function authenticate(
  tokens: Readonly<Record<string, TokenHolder>> | undefined,
  authorization: string | undefined,
): TokenHolder {
  if (!tokens) return anonymous;
  const token = /^Bearer (.+)$/.exec(authorization ?? "")?.[1];
  const holder = token !== undefined && Object.hasOwn(tokens, token) ? tokens[token] : undefined;
  if (holder) return holder;
  throw new ApiError({ code: 401, reason: "Unauthorized", message: "Unauthorized" });
}

/** Whether the holder's rules allow the action. */
export function mayAct({ rules }: TokenHolder, action: ResourceAction): boolean {
  if (!rules) return true;
  return rules.some(
    (rule) =>
      covers(rule.verbs, action.verb) &&
      covers(rule.apiGroups ?? [], action.group) &&
      covers(rule.resources ?? [], action.resource) &&
      (!rule.resourceNames ||
        (action.name !== undefined && rule.resourceNames.includes(action.name))) &&
      (!rule.namespaces ||
        (action.namespace !== undefined && rule.namespaces.includes(action.namespace))),
  );
}

/** Refuses with the API server's 403 what the holder's rules do not allow. */
export function authorize({
  holder,
  action,
  resource,
}: {
  holder: TokenHolder;
  action: ResourceAction;
  resource: Resource;
}): void {
  if (mayAct(holder, action)) return;
  const { name, namespace, verb, group } = action;
  const subject = `${qualifiedName(resource)}${name ? ` "${name}"` : ""}`;
  const where = namespace ? `in the namespace "${namespace}"` : "at the cluster scope";
  throw new ApiError({
    code: 403,
    reason: "Forbidden",
    message: `${subject} is forbidden: User "${holder.user}" cannot ${verb} resource "${action.resource}" in API group "${group}" ${where}`,
    details: { ...(name && { name }), ...(group && { group }), kind: resource.plural },
  });
}

function covers(allowed: readonly string[], wanted: string): boolean {
  return allowed.includes("*") || allowed.includes(wanted);
}
