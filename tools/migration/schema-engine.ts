import { readFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";

import { PrismaPg } from "@prisma/adapter-pg";
import { bindMigrationAwareSqlAdapterFactory } from "@prisma/driver-adapter-utils";
import type { SchemaEngine } from "@prisma/schema-engine-wasm";
import * as binding from "@prisma/schema-engine-wasm/schema_engine_bg";
import { z } from "zod";

/** The part of the generated binding that its types leave out. */
const bindingStart = z.looseObject({
  __wbg_set_wasm: z.custom<(exports: WebAssembly.Exports) => void>(
    (value) => typeof value === "function",
  ),
});

/** The engine wants one schema file from the start, even where it is given another later. */
const noModels: [string, string][] = [
  ["schema.prisma", 'datasource db {\n  provider = "postgresql"\n}\n'],
];

/**
 * Prisma's schema engine on a database, from the npm package alone: the command line would first
 * download a program. Node warns about `import` of WebAssembly, so it is instantiated by hand.
 */
export async function openSchemaEngine(connectionString: string): Promise<SchemaEngine> {
  const entry = import.meta.resolve("@prisma/schema-engine-wasm");
  const file = fileURLToPath(new URL("schema_engine_bg.wasm", entry));
  const { instance } = await WebAssembly.instantiate(await readFile(file), {
    "./schema_engine_bg.js": { ...binding },
  });
  Object.assign(globalThis, { PRISMA_WASM_PANIC_REGISTRY: { set_message: throwPanic } });
  bindingStart.parse(binding).__wbg_set_wasm(instance.exports);
  const start = instance.exports["__wbindgen_start"];
  if (typeof start === "function") start();
  const adapter = bindMigrationAwareSqlAdapterFactory(new PrismaPg({ connectionString }));
  return binding.SchemaEngine.new({ datamodels: noModels }, ignoreLog, adapter);
}

function throwPanic(message: string): never {
  throw new Error(`Prisma's schema engine gave up: ${message}`);
}

function ignoreLog(): void {}
