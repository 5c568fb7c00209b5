import { configDefaults, defineConfig } from "vitest/config";

const folders =
  "{domain,contracts,ports,services,adapters,ui,app,workers,agent,cli,sandbox,tools,test,prisma}";
const exclude = [...configDefaults.exclude, ".next/**", ".stagecoach/**", "e2e/**"];

export default defineConfig({
  // Next answers this import itself; elsewhere the package of that name would throw.
  resolve: { alias: { "server-only": "next/dist/compiled/server-only/empty.js" } },
  test: {
    projects: [
      {
        extends: true,
        test: {
          name: "unit",
          // They share nothing that one could leave behind; a world for each file costs three times their own time.
          pool: "threads",
          isolate: false,
          include: [`${folders}/**/*.test.{ts,tsx}`],
          exclude: [...exclude, "**/*.{int,kube}.test.{ts,tsx}"],
        },
      },
      {
        extends: true,
        test: {
          name: "int",
          include: [`${folders}/**/*.int.test.{ts,tsx}`],
          exclude,
          globalSetup: ["tools/postgres/vitest-setup.ts"],
          testTimeout: 30_000,
          hookTimeout: 60_000,
        },
      },
      {
        extends: true,
        test: {
          name: "kube",
          include: [`${folders}/**/*.kube.test.ts`],
          exclude,
          globalSetup: ["test/kubernetes/vitest-setup.ts", "tools/postgres/vitest-setup.ts"],
          testTimeout: 60_000,
          hookTimeout: 60_000,
        },
      },
    ],
  },
});
