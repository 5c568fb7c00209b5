import { execFileSync } from "node:child_process";
import { mkdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";

import { startScratchPostgres } from "#tools/postgres/scratch-postgres.ts";

import { schemaDifference } from "./schema-difference.ts";

const schema = "prisma/schema.prisma";
const [name] = process.argv.slice(2);

/** Writes the migration that leads from the committed schema to the one in this folder. */
async function writeMigration(title: string): Promise<string> {
  const postgres = await startScratchPostgres();
  try {
    const sql = await schemaDifference({
      databaseUrl: postgres.ownerUrl,
      from: committed(schema),
      to: await readFile(schema, "utf8"),
    });
    if (sql === "") return `${schema} needs the same tables as committed; nothing was written.`;
    const stamp = new Date().toISOString().replaceAll(/\D/g, "").slice(0, 14);
    const folder = join("prisma", "migrations", `${stamp}_${title}`);
    await mkdir(folder, { recursive: true });
    await writeFile(join(folder, "migration.sql"), sql);
    return `Wrote ${folder}/migration.sql; add what a schema cannot say, then commit both.`;
  } finally {
    await postgres.close();
  }
}

function committed(file: string): string {
  try {
    return execFileSync("git", ["show", `HEAD:${file}`], { encoding: "utf8", stdio: "pipe" });
  } catch {
    return "";
  }
}

if (name === undefined || !/^[a-z0-9_]+$/.test(name)) {
  process.stderr.write("Give the migration a name: npm run migration -- add_freeze_windows\n");
  process.exit(1);
}
process.stdout.write(`${await writeMigration(name)}\n`);
