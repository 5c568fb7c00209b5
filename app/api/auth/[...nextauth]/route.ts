import NextAuth from "next-auth";
import type { NextRequest } from "next/server";

import { authOptions } from "#app/_server/auth.ts";

function handle(
  request: NextRequest,
  context: { readonly params: Promise<{ nextauth: string[] }> },
): Promise<Response> {
  return NextAuth(request, context, authOptions());
}

export { handle as GET, handle as POST };
