import { ButtonLink } from "#ui/components/button-link.tsx";
import { EntryFrame } from "#ui/sign-in/entry-frame.tsx";

export default function NotFound() {
  return (
    <EntryFrame title="There is nothing here">
      <p className="text-ink-2">
        The page does not exist, or it belongs to an organization that you are not a member of.
      </p>
      <div>
        <ButtonLink href="/">Go to your organization</ButtonLink>
      </div>
    </EntryFrame>
  );
}
