/** Somebody who can sign in to the sandbox, and what the seeding makes of them. */
export interface Persona {
  readonly id: string;
  readonly name: string;
  readonly email: string;
  readonly organization: "acme" | "globex";
  readonly role: "owner" | "promoter" | "viewer";
  /** One line on the sign-in page. */
  readonly may: string;
}

export const personas: readonly Persona[] = [
  {
    id: "ana",
    name: "Ana Ortiz",
    email: "ana@acme.test",
    organization: "acme",
    role: "owner",
    may: "Owner of Acme: may do everything there",
  },
  {
    id: "ben",
    name: "Ben Adeyemi",
    email: "ben@acme.test",
    organization: "acme",
    role: "promoter",
    may: "Promoter at Acme: may promote, but not to prod",
  },
  {
    id: "vic",
    name: "Vic Lindqvist",
    email: "vic@acme.test",
    organization: "acme",
    role: "viewer",
    may: "Viewer at Acme: sees everything, changes nothing",
  },
  {
    id: "gil",
    name: "Gil Moreau",
    email: "gil@globex.test",
    organization: "globex",
    role: "owner",
    may: "Owner of Globex: must never see anything of Acme",
  },
];
