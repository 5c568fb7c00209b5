import type { ManagedFieldsEntry } from "./object.ts";
import { pathsOf } from "./patch/field-set.ts";
import type { ApplyConflict } from "./patch/server-side-apply.ts";
import { ApiError } from "./status.ts";

/** The refusal of a server-side apply: names every other manager and each of its fields. */
export function applyConflict(conflicts: readonly ApplyConflict[]): ApiError {
  const all = conflicts.flatMap(({ entry, fields }) =>
    pathsOf(fields).map((field) => ({ owner: ownerText(entry), field })),
  );
  const causes = all.map(({ owner, field }) => ({
    reason: "FieldManagerConflict",
    message: `conflict with ${owner}`,
    field,
  }));
  const count = `${all.length} conflict${all.length === 1 ? "" : "s"}`;
  return new ApiError({
    code: 409,
    reason: "Conflict",
    message: `Apply failed with ${count}: ${describe(conflicts, all.length)}`,
    details: { causes },
  });
}

function describe(conflicts: readonly ApplyConflict[], count: number): string {
  const parts = conflicts.map(({ entry, fields }) => {
    const paths = pathsOf(fields);
    if (count === 1) return `conflict with ${ownerText(entry)}: ${paths[0] ?? ""}`;
    return `conflicts with ${ownerText(entry)}:\n${paths.map((path) => `- ${path}`).join("\n")}`;
  });
  return parts.join("\n");
}

function ownerText({ manager, operation, subresource, apiVersion }: ManagedFieldsEntry): string {
  const name = JSON.stringify(manager) + (subresource ? ` with subresource "${subresource}"` : "");
  return operation === "Update" ? `${name} using ${apiVersion}` : name;
}
