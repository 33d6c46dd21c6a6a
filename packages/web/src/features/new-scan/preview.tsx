import type { ScanType } from '@securescan/model';
import type { ReactNode } from 'react';
import { CopyButton } from '../../ui/copy-button.tsx';
import { type Family, toCommand } from './plan.ts';

/** What will run and what will not, before it does; and the same on the command line. */
export function Preview({
  families,
  types,
  target,
  children,
}: {
  readonly families: readonly Family[];
  readonly types: readonly ScanType[];
  readonly target: string;
  readonly children: ReactNode;
}) {
  const chosen = families.filter(({ type }) => types.includes(type));
  const ready = chosen.flatMap((family) => family.ready);
  const missing = chosen.flatMap((family) => family.missing);
  const command = toCommand(target, types);
  return (
    <aside
      aria-label="Preview"
      className="flex flex-col gap-4 self-start rounded-lg border border-border bg-surface p-5 text-sm lg:sticky lg:top-20"
    >
      <h2 className="text-base">What will happen</h2>
      <div>
        <p className="text-xs text-muted">Runs, where it finds something to look at</p>
        <p>{ready.length === 0 ? 'Nothing yet' : ready.map(({ name }) => name).join(', ')}</p>
      </div>
      {missing.length === 0 ? null : (
        <div>
          <p className="text-xs text-muted">Is skipped, since it is not installed</p>
          <ul className="flex flex-col gap-1">
            {missing.map(({ name, install_hint: hint }) => (
              <li key={name}>
                {name}
                {hint === null ? null : <span className="foreign block font-mono text-2xs text-muted">{hint}</span>}
              </li>
            ))}
          </ul>
        </div>
      )}
      {command === null ? null : (
        <div>
          <p className="text-xs text-muted">The same on the command line</p>
          <p className="flex items-start gap-1">
            <code className="foreign grow font-mono text-xs">{command}</code>
            <CopyButton text={command} label="Copy the command" />
          </p>
        </div>
      )}
      <div className="flex flex-col gap-2">{children}</div>
    </aside>
  );
}
