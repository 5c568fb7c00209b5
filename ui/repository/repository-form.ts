import type { ConnectRepository, RepositoryCredentials } from "#contracts/api/repository.ts";
import { DomainError } from "#domain/error.ts";
import { profileOf } from "#domain/git/host-profile.ts";
import type { HostProfile } from "#domain/git/host-profile.ts";
import { parseRemoteUrl } from "#domain/git/remote-url.ts";

/** The ways to open a repository that a person chooses from; an ssh key is made here or pasted. */
export type Way = "none" | "basic" | "github-app" | "new-key" | "own-key";

/** What the address that was typed so far says: nothing yet, what is wrong, or where it leads. */
export type AddressNote =
  | { readonly kind: "nothing" }
  | { readonly kind: "wrong"; readonly message: string }
  | {
      readonly kind: "address";
      readonly url: string;
      readonly isSsh: boolean;
      readonly profile: HostProfile;
    };

export function noteOf(text: string): AddressNote {
  if (text.trim() === "") return { kind: "nothing" };
  try {
    const { url, host, kind } = parseRemoteUrl(text);
    return { kind: "address", url, isSsh: kind === "ssh", profile: profileOf(host) };
  } catch (error) {
    if (!(error instanceof DomainError)) throw error;
    return { kind: "wrong", message: error.message };
  }
}

/** The ways that fit the address, the usual one first. */
export function waysOf(isSsh: boolean): readonly { readonly value: Way; readonly label: string }[] {
  if (isSsh) {
    return [
      { value: "new-key", label: "A new ssh key, made here" },
      { value: "own-key", label: "An ssh key of yours" },
    ];
  }
  return [
    { value: "basic", label: "Token or password" },
    { value: "github-app", label: "GitHub App" },
    { value: "none", label: "None, it is public" },
  ];
}

/** Reads the form as it is; the server says what is wrong with it. */
export function repositoryFromForm(form: FormData, way: Way): ConnectRepository {
  const [hostKey, ca] = [textOf(form, "hostKey"), textOf(form, "ca")];
  return {
    url: textOf(form, "url"),
    credentials: credentialsFromForm(form, way),
    ...(hostKey === "" ? {} : { hostKey }),
    ...(ca === "" ? {} : { ca }),
  };
}

export function credentialsFromForm(form: FormData, way: Way): RepositoryCredentials {
  const optional = (name: string) => {
    const text = textOf(form, name);
    return text === "" ? {} : { [name]: text };
  };
  switch (way) {
    case "none":
      return { kind: "none" };
    case "basic":
      return { kind: "basic", password: textOf(form, "password"), ...optional("username") };
    case "github-app":
      return {
        kind: "github-app",
        appId: textOf(form, "appId"),
        installationId: textOf(form, "installationId"),
        privateKey: textOf(form, "privateKey"),
        ...optional("apiUrl"),
      };
    case "new-key":
      return { kind: "ssh-key" };
    case "own-key":
      return {
        kind: "ssh-key",
        privateKey: textOf(form, "privateKey"),
        ...optional("passphrase"),
      };
  }
}

/** A field's text without the space around it; empty where there is no such field. */
export function textOf(form: FormData, name: string): string {
  const value = form.get(name);
  return typeof value === "string" ? value.trim() : "";
}
