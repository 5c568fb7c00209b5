import "server-only";
import { createHash } from "node:crypto";

import type { Adapter, AdapterAccount, AdapterSession } from "next-auth/adapters";

/**
 * An adapter that keeps less: of a session's token only its hash, so that who reads the database cannot sign
 * in with it; of a provider's account only who it is, none of the provider's tokens.
 */
export function keepLess(stock: Adapter): Adapter {
  return {
    ...stock,
    async linkAccount({ userId, type, provider, providerAccountId }: AdapterAccount) {
      await stock.linkAccount?.({ userId, type, provider, providerAccountId });
    },
    async createSession(session: AdapterSession) {
      await stock.createSession?.({ ...session, sessionToken: hashed(session.sessionToken) });
      return session;
    },
    async getSessionAndUser(sessionToken: string) {
      const found = await stock.getSessionAndUser?.(hashed(sessionToken));
      return found ? { ...found, session: { ...found.session, sessionToken } } : null;
    },
    async updateSession(session: Partial<AdapterSession> & Pick<AdapterSession, "sessionToken">) {
      const { sessionToken } = session;
      const updated = await stock.updateSession?.({
        ...session,
        sessionToken: hashed(sessionToken),
      });
      return updated ? { ...updated, sessionToken } : null;
    },
    async deleteSession(sessionToken: string) {
      await stock.deleteSession?.(hashed(sessionToken));
    },
  };
}

function hashed(token: string): string {
  return createHash("sha256").update(token).digest("hex");
}
