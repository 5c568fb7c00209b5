import { z } from "zod";

import { failureWords } from "./engine-failure.ts";
import { argoInventory } from "./engine-inventory.ts";
import { commitOf } from "./engine-revision.ts";
import { gitPath, withoutCredentials } from "./engine-source.ts";
import type { EngineSource } from "./engine-source.ts";

const text = z.string().nullish();
const Revisions = { revision: text, revisions: z.array(z.string()).nullish() };

const Application = z.object({
  spec: z.object({
    project: text,
    destination: z.object({ namespace: text, server: text, name: text }).nullish(),
    source: z.unknown().optional(),
    sources: z.array(z.unknown()).nullish(),
    syncPolicy: z
      .object({ automated: z.object({ enabled: z.boolean().nullish() }).nullish() })
      .nullish(),
  }),
  status: z
    .object({
      sync: z.object({ status: text, ...Revisions }).nullish(),
      resources: z
        .array(z.object({ kind: z.string(), namespace: text, name: z.string() }))
        .nullish(),
      history: z.array(z.object(Revisions)).nullish(),
      operationState: z
        .object({ phase: text, message: text, syncResult: z.object(Revisions).nullish() })
        .nullish(),
      conditions: z.array(z.object({ type: z.string(), message: text })).nullish(),
    })
    .prefault({}),
});
type Application = z.infer<typeof Application>;

const GitSource = z.object({ repoURL: z.string(), targetRevision: text, path: z.string() });

/**
 * Where an Application deploys from and how far it is. Of several sources the first that is a path of a repository
 * counts: a chart of a Helm repository is none.
 */
export function applicationSource(object: unknown): EngineSource {
  const application = Application.parse(object);
  const { spec, status } = application;
  const sources = [spec.source, ...(spec.sources ?? [])].map(
    (source) => GitSource.safeParse(source).data,
  );
  const git = sources.find(Boolean);
  const at = Math.max(0, sources.indexOf(git) - 1);
  const revisionOf = (said: Said) => commitOf(said?.revisions?.[at] || said?.revision);
  const branch = git?.targetRevision === "HEAD" ? null : git?.targetRevision;
  const seen = revisionOf(status.sync);
  const { server, name, namespace } = spec.destination ?? {};
  const clusters = [server, name].flatMap((one) => one || []);
  return {
    from: null,
    url: git ? withoutCredentials(git.repoURL) : null,
    branch: branch || null,
    path: git ? gitPath(git.path) : null,
    automatic: syncsItself(spec.syncPolicy),
    seen,
    applied: status.sync?.status === "Synced" ? seen : revisionOf(status.history?.at(-1)),
    failure: failureOf(application, {
      object,
      revision: revisionOf(status.operationState?.syncResult),
    }),
    windowed: {
      project: spec.project || "default",
      namespace: namespace ?? "",
      clusters,
    },
    inventory: argoInventory(status.resources ?? [], clusters),
  };
}

type Said =
  | {
      readonly revision?: string | null | undefined;
      readonly revisions?: string[] | null | undefined;
    }
  | null
  | undefined;

function syncsItself(policy: Application["spec"]["syncPolicy"]): boolean {
  const automated = policy?.automated;
  return automated !== undefined && automated !== null && automated.enabled !== false;
}

/** An operation that failed is told until the next; before it comes what keeps Argo CD from comparing at all. */
function failureOf(
  { status }: Application,
  about: { readonly object: unknown; readonly revision: string | null },
): EngineSource["failure"] {
  const { conditions, operationState } = status;
  const { object, revision } = about;
  const condition = conditions?.find(({ type, message }) => type.endsWith("Error") && message);
  if (condition) return { message: failureWords(condition.message ?? "", object), revision: null };
  const { phase, message } = operationState ?? {};
  if (phase !== "Failed" && phase !== "Error") return null;
  return { message: failureWords(message || `the operation ended as ${phase}`, object), revision };
}
