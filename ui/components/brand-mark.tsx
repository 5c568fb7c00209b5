import { Icon } from "./icon.tsx";

export function BrandMark() {
  return (
    <span className="grid size-5 flex-none place-items-center rounded-[5px] bg-ink text-canvas">
      <Icon name="gate" className="size-3.5" />
    </span>
  );
}
