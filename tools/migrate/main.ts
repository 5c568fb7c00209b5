import { migrate } from "#adapters/store/migrate.ts";

const ownerUrl = process.env["DATABASE_OWNER_URL"];
if (ownerUrl === undefined || ownerUrl === "") {
  process.stderr.write(
    "Set DATABASE_OWNER_URL to the role that owns the tables, then run again.\n",
  );
  process.exit(1);
}
const applied = await migrate({ ownerUrl, directory: "prisma/migrations" });
for (const name of applied) process.stdout.write(`applied ${name}\n`);
process.stdout.write(applied.length === 0 ? "The database is up to date.\n" : "Done.\n");
