const sentences: Readonly<Record<string, string>> = {
  AccessDenied:
    "Signing in was refused. The address has to be one that your provider confirmed as yours.",
  OAuthAccountNotLinked:
    "This address signed in another way before. Sign in that way; then both belong to the same person.",
  EmailSignin: "The e-mail could not be sent. Check the address and try again.",
  Verification: "This link was used or is too old. Ask for a new one.",
  SessionRequired: "Sign in to see this page.",
};

/** Why signing in did not work, in words; null where nothing went wrong. */
export function signInError(code: string | null): string | null {
  if (code === null) return null;
  return sentences[code] ?? "The sign-in was not completed. Try again, or another way.";
}
