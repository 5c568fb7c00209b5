"use client";
import { signIn } from "next-auth/react";
import type { SubmitEvent } from "react";
import { useState } from "react";

import { Button } from "#ui/components/button.tsx";
import { Field } from "#ui/components/field.tsx";

/** Signing in by a link that is sent to an address. */
export function EmailForm({ returnTo }: { readonly returnTo: string }) {
  const [email, setEmail] = useState("");
  const [pending, setPending] = useState(false);
  function submit(event: SubmitEvent<HTMLFormElement>) {
    event.preventDefault();
    setPending(true);
    void signIn("email", { email, callbackUrl: returnTo });
  }
  return (
    <form onSubmit={submit} className="grid gap-3 border-t border-line pt-5">
      <Field
        label="E-mail address"
        name="email"
        type="email"
        required
        autoComplete="email"
        value={email}
        onChange={(event) => setEmail(event.target.value)}
      />
      <Button type="submit" size="large" pending={pending}>
        Send me a link
      </Button>
    </form>
  );
}
