import { Menu as Base } from '@base-ui/react/menu';
import { Check } from 'lucide-react';
import { cx } from './class-names.ts';
import type { MenuEntry } from './menu.tsx';
import type { PanelState } from './opener.ts';

export function MenuPanel({
  anchor,
  isOpen,
  onClose,
  groups,
}: PanelState & { readonly groups: readonly (readonly MenuEntry[])[] }) {
  return (
    <Base.Root modal={false} open={isOpen} onOpenChange={(open, { event }) => !open && onClose(event)}>
      <Base.Portal>
        <Base.Positioner anchor={anchor} align="end" sideOffset={4} collisionPadding={8} className="z-40">
          <Base.Popup
            finalFocus={anchor}
            aria-label={anchor.current?.ariaLabel ?? anchor.current?.textContent ?? undefined}
            className="animate-appear min-w-44 rounded-md border border-border-strong bg-surface py-1 shadow-overlay outline-none"
          >
            {groups.map((group, index) => (
              <Base.Group
                key={group[0]?.label ?? index}
                className={cx(index > 0 && 'mt-1 border-t border-border pt-1')}
              >
                {group.map((entry) => (
                  <Item key={entry.label} entry={entry} />
                ))}
              </Base.Group>
            ))}
          </Base.Popup>
        </Base.Positioner>
      </Base.Portal>
    </Base.Root>
  );
}

const ITEM =
  'flex w-full cursor-default items-center gap-2 px-3 py-1.5 text-sm outline-none select-none data-highlighted:bg-surface-2 data-disabled:opacity-50';

function Item({ entry }: { readonly entry: MenuEntry }) {
  const { label, icon, hint, isDestructive = false, isDisabled = false, isChecked, onSelect } = entry;
  const className = cx(ITEM, isDestructive && 'text-critical-text');
  const words = (
    <>
      <span className="grow">{label}</span>
      {hint === undefined ? null : <span className="pl-4 font-mono text-2xs text-muted">{hint}</span>}
    </>
  );
  if (isChecked === undefined) {
    return (
      <Base.Item className={className} disabled={isDisabled} onClick={onSelect}>
        {icon}
        {words}
      </Base.Item>
    );
  }
  return (
    <Base.CheckboxItem className={className} checked={isChecked} disabled={isDisabled} closeOnClick onClick={onSelect}>
      <span className="w-4">{isChecked ? <Check size={16} strokeWidth={1.5} aria-hidden /> : null}</span>
      {words}
    </Base.CheckboxItem>
  );
}
