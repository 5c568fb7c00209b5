"use client";
import { signIn } from "next-auth/react";
import { useState } from "react";

import { Button } from "#ui/components/button.tsx";
import { Notice } from "#ui/components/notice.tsx";

import { EmailForm } from "./email-form.tsx";
import { EntryFrame } from "./entry-frame.tsx";
import { signInError } from "./sign-in-error.ts";

interface LoginPageProps {
  readonly providers: readonly { readonly id: string; readonly name: string }[];
  readonly email: boolean;
  readonly error: string | null;
  readonly sent: boolean;
  readonly returnTo: string;
  readonly sandbox: boolean;
}

/** The ways in that this installation offers. */
export function LoginPage({ providers, email, error, sent, returnTo, sandbox }: LoginPageProps) {
  const [going, setGoing] = useState<string | null>(null);
  const sentence = signInError(error);
  return (
    <EntryFrame title="Sign in">
      {sentence ? (
        <Notice tone="bad" role="alert">
          {sentence}
        </Notice>
      ) : null}
      {sent ? (
        <Notice tone="ok" role="status">
          A link is on its way. It works once, for 15 minutes.
        </Notice>
      ) : null}
      {providers.length === 0 && !email ? (
        <Notice tone="behind">
          No way to sign in is configured. Set OIDC_ISSUER, GITHUB_ID or EMAIL_SERVER.
        </Notice>
      ) : null}
      <div className="grid gap-2">
        {providers.map(({ id, name }, index) => (
          <Button
            key={id}
            size="large"
            variant={index === 0 ? "primary" : "plain"}
            pending={going === id}
            onClick={() => {
              setGoing(id);
              void signIn(id, { callbackUrl: returnTo });
            }}
          >
            Continue with {name}
          </Button>
        ))}
      </div>
      {email ? <EmailForm returnTo={returnTo} /> : null}
      {sandbox ? (
        <p className="text-xs text-ink-2">
          This is the demo: the sample identities need no password, and e-mail stays on this
          machine.
        </p>
      ) : null}
    </EntryFrame>
  );
}
