import type { Metadata } from "next";
import { redirect } from "next/navigation";

import { getConfig } from "#app/_server/config.ts";
import { type PageSearch, searchParams } from "#app/_server/search-params.ts";
import { currentPerson } from "#app/_server/session.ts";
import { LoginPage } from "#ui/sign-in/login-page.tsx";
import { safeReturn } from "#ui/sign-in/safe-return.ts";

export const metadata: Metadata = { title: "Sign in" };

export default async function Login(props: { readonly searchParams: PageSearch }) {
  const search = await searchParams(props.searchParams);
  const { oidc, github, email, url, sandboxUrl } = getConfig();
  const returnTo = safeReturn(search.get("callbackUrl"), url.origin);
  const error = search.get("error");
  if (error === null && (await currentPerson())) redirect(returnTo);
  return (
    <LoginPage
      providers={[
        ...(oidc ? [{ id: "oidc", name: oidc.name }] : []),
        ...(github ? [{ id: "github", name: "GitHub" }] : []),
      ]}
      email={email !== null}
      error={error}
      sent={search.has("sent")}
      returnTo={returnTo}
      sandbox={sandboxUrl !== null}
    />
  );
}
