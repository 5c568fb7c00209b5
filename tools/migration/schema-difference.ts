import { openSchemaEngine } from "./schema-engine.ts";

/**
 * The SQL that leads from one Prisma schema to another; empty when they need the same tables.
 * `databaseUrl` is any Postgres: the engine asks for a connection, though it reads nothing there.
 */
export async function schemaDifference({
  databaseUrl,
  from,
  to,
}: {
  readonly databaseUrl: string;
  readonly from: string;
  readonly to: string;
}): Promise<string> {
  const engine = await openSchemaEngine(databaseUrl);
  const { stdout } = await engine.diff({
    from: from === "" ? { tag: "empty" } : datamodel(from),
    to: datamodel(to),
    script: true,
    exitCode: null,
    filters: { externalTables: [], externalEnums: [] },
  });
  const script = stdout ?? "";
  return script.includes("This is an empty migration") ? "" : script;
}

function datamodel(content: string) {
  return {
    tag: "schemaDatamodel" as const,
    files: [{ path: "schema.prisma", content }],
  };
}
