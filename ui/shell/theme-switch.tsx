"use client";
import { useState } from "react";

import { classNames } from "#ui/components/class-names.ts";

import { type Theme, themeCookie, themes } from "./theme.ts";

const labels: Readonly<Record<Theme, string>> = { light: "Light", dark: "Dark", system: "System" };
const yearSeconds = 365 * 24 * 3600;

/** Light, dark or as the system says; remembered in a cookie so that the server renders it. */
export function ThemeSwitch({ initial }: { readonly initial: Theme }) {
  const [theme, setTheme] = useState(initial);
  function choose(next: Theme) {
    setTheme(next);
    document.documentElement.dataset["theme"] = next;
    document.cookie = `${themeCookie}=${next}; path=/; max-age=${yearSeconds}; samesite=lax`;
  }
  return (
    <fieldset className="flex gap-0.5 rounded-control border border-line p-0.5 text-2xs text-ink-2">
      <legend className="sr-only">Theme</legend>
      {themes.map((name) => (
        <label
          key={name}
          className={classNames(
            "flex-1 cursor-pointer rounded-small px-1 py-1 text-center has-focus-visible:outline-2 has-focus-visible:outline-accent",
            theme === name ? "bg-pressed font-semibold text-ink" : "hover:text-ink",
          )}
        >
          <input
            type="radio"
            name="theme"
            value={name}
            checked={theme === name}
            onChange={() => choose(name)}
            className="sr-only"
          />
          {labels[name]}
        </label>
      ))}
    </fieldset>
  );
}
