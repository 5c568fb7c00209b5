import { expect, it } from "vitest";

import { markerOn } from "./flux-marker.ts";

it.each([
  ['image: a/b:1 # {"$imagepolicy": "flux-system:web"}', "flux-system:web"],
  ['tag: 1 # {"$imagepolicy": "flux-system:web:tag"}', "flux-system:web"],
  ['name: a/b # {"$imagepolicy": "flux-system:web:name"}', "flux-system:web"],
  ['digest: x # {"$imagepolicy":"apps:web:digest"}', "apps:web"],
  ["image: a/b:1 # by hand", undefined],
  ['image: a/b:1 # {"$other": "flux-system:web"}', undefined],
  ['image: a/b:1 # {"$imagepolicy": "web"}', undefined],
  ['image: "x#{\\"$imagepolicy\\": 1}"', undefined],
])("%s", (line, expected) => {
  expect(markerOn(`first\n${line}\nlast`, 2)).toBe(expected);
  expect(markerOn(`first\n${line}\nlast`, 1)).toBeUndefined();
});
