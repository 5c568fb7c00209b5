"use client";
import { useActionState, useState } from "react";

import { Button } from "#ui/components/button.tsx";
import { Field } from "#ui/components/field.tsx";
import { Notice } from "#ui/components/notice.tsx";

import { EntryFrame } from "./entry-frame.tsx";
import { slugOf } from "./slug.ts";

interface FormState {
  readonly error: string | null;
  readonly field: string | null;
}

interface NewOrganizationPageProps {
  readonly create: (state: FormState, form: FormData) => Promise<FormState>;
}

/** A name, and the address that follows from it. */
export function NewOrganizationPage({ create }: NewOrganizationPageProps) {
  const [state, send, pending] = useActionState(create, { error: null, field: null });
  const [name, setName] = useState("");
  const [slug, setSlug] = useState<string | null>(null);
  const errorOf = (field: string) => (state.field === field ? state.error : null);
  const isField = state.field === "name" || state.field === "slug";
  return (
    <EntryFrame title="New organization">
      <form action={send} className="grid gap-4">
        <Field
          label="Name"
          name="name"
          required
          maxLength={80}
          autoComplete="organization"
          value={name}
          onChange={(event) => setName(event.target.value)}
          error={errorOf("name")}
        />
        <Field
          label="Address"
          name="slug"
          required
          maxLength={40}
          autoComplete="off"
          value={slug ?? slugOf(name)}
          onChange={(event) => setSlug(event.target.value)}
          hint={`Its pages are at /${slug ?? (slugOf(name) || "…")}`}
          error={errorOf("slug")}
        />
        {state.error && !isField ? (
          <Notice tone="bad" role="alert">
            {state.error}
          </Notice>
        ) : null}
        <Button type="submit" size="large" variant="primary" pending={pending}>
          Create the organization
        </Button>
      </form>
    </EntryFrame>
  );
}
