import { useEffect, useRef } from 'react';

/** The browser's own check box, also half checked. */
export function Checkbox({
  label,
  isChecked,
  isHalf = false,
  isDisabled = false,
  onChange,
  onShiftClick,
}: {
  /** Read out; not shown. */
  readonly label: string;
  readonly isChecked: boolean;
  readonly isHalf?: boolean;
  readonly isDisabled?: boolean;
  readonly onChange: (isChecked: boolean) => void;
  /** Called instead when Shift was held. */
  readonly onShiftClick?: () => void;
}) {
  const box = useRef<HTMLInputElement>(null);
  useEffect(() => {
    if (box.current) box.current.indeterminate = isHalf && !isChecked;
  }, [isHalf, isChecked]);
  return (
    <input
      ref={box}
      type="checkbox"
      aria-label={label}
      className="size-4 shrink-0 accent-accent"
      checked={isChecked}
      disabled={isDisabled}
      onChange={({ nativeEvent, target }) => {
        if (onShiftClick && nativeEvent instanceof MouseEvent && nativeEvent.shiftKey) onShiftClick();
        else onChange(target.checked);
      }}
    />
  );
}
