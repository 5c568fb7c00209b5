import { getRuntime } from "#app/_server/runtime.ts";

export const dynamic = "force-dynamic";

/** For load balancers: whether this process can serve, which it can when the database answers. */
export async function GET(): Promise<Response> {
  try {
    await getRuntime().store.system.ping();
    return Response.json({ status: "ok", database: "ok" });
  } catch {
    return Response.json({ status: "unavailable", database: "does not answer" }, { status: 503 });
  }
}
