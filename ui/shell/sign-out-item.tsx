"use client";
import { signOut } from "next-auth/react";
import { DropdownMenu } from "radix-ui";

/** Ends the session here and in the database. */
export function SignOutItem({ className }: { readonly className: string }) {
  return (
    <DropdownMenu.Item
      className={className}
      onSelect={() => void signOut({ callbackUrl: "/login" })}
    >
      Sign out
    </DropdownMenu.Item>
  );
}
