import type { Credentials } from "./credentials.ts";

/** The roles every Stagecoach database has: one owns the tables, one serves requests. */
export const roles = { owner: "stagecoach_owner", app: "stagecoach_app" } as const;

export interface DatabaseUrls {
  /** Owns the tables; for migrations only. Not a superuser. */
  readonly ownerUrl: string;
  /** What the product connects with: row-level security binds it. */
  readonly appUrl: string;
}

/** The connection strings of one database on a server of this machine. */
export function databaseUrls({
  server,
  credentials,
  database,
}: {
  readonly server: string;
  readonly credentials: Credentials;
  readonly database: string;
}): DatabaseUrls {
  return {
    ownerUrl: urlFor({ server, user: roles.owner, password: credentials.owner, database }),
    appUrl: urlFor({ server, user: roles.app, password: credentials.app, database }),
  };
}

/** The same server with another user and database. */
export function urlFor({
  server,
  user,
  password,
  database,
}: {
  readonly server: string;
  readonly user: string;
  readonly password: string;
  readonly database: string;
}): string {
  const url = new URL(server);
  url.username = user;
  url.password = password;
  url.pathname = `/${database}`;
  return url.href;
}
