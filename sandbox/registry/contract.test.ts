import { mkdtemp, rm } from "node:fs/promises";
import { createServer } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { OciImageRegistry } from "#adapters/registry/oci-image-registry.ts";
import { listen } from "#sandbox/http/listen.ts";
import { contractRepository, describeImageRegistry } from "#test/contracts/image-registry.ts";

import { Catalogue } from "./catalogue.ts";
import { serveRegistry } from "./serve.ts";

describeImageRegistry("The sandbox's registry", async () => {
  const folder = await mkdtemp(join(tmpdir(), "sandbox-registry-"));
  const catalogue = new Catalogue(join(folder, "images.json"));
  const { host, images } = contractRepository;
  catalogue.seed([{ ...contractRepository, images: [...images] }]);
  const server = createServer(serveRegistry(catalogue));
  const endpoint = `http://127.0.0.1:${await listen(server, 0)}`;
  return {
    registry: new OciImageRegistry({ accesses: [{ host, endpoint }], pageSize: 2 }),
    async stop() {
      server.close();
      server.closeAllConnections();
      await rm(folder, { recursive: true });
    },
  };
});
