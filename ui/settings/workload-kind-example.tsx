import type { WorkloadKind } from "#contracts/api/settings.ts";
import { ScrollBox } from "#ui/components/scroll-box.tsx";

/** A file of the kind that is being added, with the place where its images are looked for. */
export function WorkloadKindExample({ kind }: { readonly kind: WorkloadKind }) {
  const fields = kind.podTemplate.split(".").filter((field) => field !== "");
  const lines = [
    `apiVersion: ${kind.group.trim() || "example.com"}/v1`,
    `kind: ${kind.kind.trim() || "Example"}`,
    "metadata: { name: web, namespace: shop }",
    ...[...fields, "spec", "containers"].map((field, depth) => `${"  ".repeat(depth)}${field}:`),
  ];
  const indent = "  ".repeat(fields.length + 2);
  return (
    <ScrollBox
      label="A file of this kind"
      className="overflow-x-auto rounded-control bg-sunken p-2.5 font-mono text-xs whitespace-pre text-ink-3"
    >
      {lines.join("\n")}
      {`\n${indent}- name: web\n${indent}  `}
      <mark className="rounded-small bg-accent-wash px-1 text-accent-ink">
        image: registry.example.com/shop/web:1.4.0
      </mark>
    </ScrollBox>
  );
}
