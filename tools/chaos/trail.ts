import pg from "pg";
import { z } from "zod";

import { ReportedWorkload } from "#contracts/agent-workload.ts";

import type { TrailEntry } from "./check-trail.ts";

const install = `
CREATE TABLE chaos_trail (
  seq bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  at timestamptz NOT NULL DEFAULT clock_timestamp(),
  uid text NOT NULL,
  observed jsonb
);
CREATE FUNCTION chaos_note() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER AS $$
BEGIN
  IF TG_OP = 'DELETE' THEN
    INSERT INTO chaos_trail (uid) VALUES (OLD.uid);
  ELSE
    INSERT INTO chaos_trail (uid, observed) VALUES (NEW.uid, NEW.observed);
  END IF;
  RETURN NULL;
END $$;
CREATE TRIGGER chaos_note AFTER INSERT OR UPDATE OR DELETE ON workload
  FOR EACH ROW EXECUTE FUNCTION chaos_note();
`;

const Entry = z.object({
  seq: z.coerce.number(),
  at: z.coerce.number(),
  uid: z.string(),
  observed: ReportedWorkload.nullable(),
});
const Row = z.object({ uid: z.string(), observed: z.unknown() });

/**
 * The server's table of workloads and everything that was ever committed to it, seen from within the database. States
 * of a cluster are stored one after the other, so the order of the entries is that of the commits.
 */
export class Trail {
  readonly #client: pg.Client;
  readonly #organizationId: string;

  private constructor(client: pg.Client, organizationId: string) {
    this.#client = client;
    this.#organizationId = organizationId;
  }

  /** Begins to follow; needs the owner of the tables. */
  static async open(ownerUrl: string, organizationId: string): Promise<Trail> {
    const client = new pg.Client({ connectionString: ownerUrl });
    await client.connect();
    await client.query(install);
    await client.query("SELECT set_config('app.org_id', $1, false)", [organizationId]);
    return new Trail(client, organizationId);
  }

  /** What came since the last call, in order. */
  async take(): Promise<readonly TrailEntry[]> {
    const { rows } = await this.#client.query(
      `DELETE FROM chaos_trail
       RETURNING seq, extract(epoch FROM at) * 1000 AS at, uid, observed`,
    );
    return z
      .array(Entry)
      .parse(rows)
      .toSorted((a, b) => a.seq - b.seq);
  }

  /** The rows there are now, by uid. */
  async rows(): Promise<ReadonlyMap<string, unknown>> {
    const text = "SELECT uid, observed FROM workload WHERE org_id = $1";
    const { rows } = await this.#client.query(text, [this.#organizationId]);
    return new Map(
      z
        .array(Row)
        .parse(rows)
        .map(({ uid, observed }) => [uid, observed]),
    );
  }

  close(): Promise<void> {
    return this.#client.end();
  }
}
