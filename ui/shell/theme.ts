export const themes = ["light", "dark", "system"] as const;
export type Theme = (typeof themes)[number];

export const themeCookie = "theme";

/** The theme that a cookie names; “system” where it names none. */
export function readTheme(text: string | undefined): Theme {
  return themes.find((theme) => theme === text) ?? "system";
}
