import { mayAct, type TokenHolder } from "./access.ts";
import { at, type Json, type JsonObject } from "./json.ts";

const everything = { verbs: ["*"], apiGroups: ["*"], resources: ["*"] };

/** Answers a SelfSubjectAccessReview by the caller's rules. */
export function reviewAccess(holder: TokenHolder, review: JsonObject): JsonObject {
  const asked = at(review, "spec", "resourceAttributes");
  const resource = text(at(asked, "resource"));
  const subresource = text(at(asked, "subresource"));
  const allowed =
    asked === undefined ||
    mayAct(holder, {
      verb: text(at(asked, "verb")),
      group: text(at(asked, "group")),
      resource: subresource ? `${resource}/${subresource}` : resource,
      namespace: text(at(asked, "namespace")) || undefined,
      name: text(at(asked, "name")) || undefined,
    });
  return {
    ...answer("SelfSubjectAccessReview", review),
    status: { allowed, reason: allowed ? "RBAC: allowed by the rules of the token" : "" },
  };
}

/** Answers a SelfSubjectRulesReview: the rules that hold in the namespace it names. */
export function reviewRules(holder: TokenHolder, review: JsonObject): JsonObject {
  const namespace = text(at(review, "spec", "namespace"));
  const rules = holder.rules?.filter((rule) => rule.namespaces?.includes(namespace) ?? true);
  return {
    ...answer("SelfSubjectRulesReview", review),
    status: {
      resourceRules: rules?.map(({ verbs, apiGroups = [], resources = [], resourceNames }) => ({
        verbs,
        apiGroups,
        resources,
        ...(resourceNames && { resourceNames }),
      })) ?? [everything],
      nonResourceRules: [
        { verbs: ["get"], nonResourceURLs: ["/api", "/apis", "/version", "/livez", "/readyz"] },
      ],
      incomplete: false,
    },
  };
}

function answer(kind: string, review: JsonObject): JsonObject {
  return {
    kind,
    apiVersion: "authorization.k8s.io/v1",
    metadata: {},
    spec: at(review, "spec") ?? {},
  };
}

function text(value: Json | undefined): string {
  return typeof value === "string" ? value : "";
}
