import { SCAN_TYPES, type ScanType } from '@securescan/model';
import { cx } from '../../ui/class-names.ts';
import type { Family } from './plan.ts';

const FAMILY_LABELS: Readonly<Record<ScanType, string>> = {
  code: 'Code and secrets',
  dependency: 'Dependencies',
  iac: 'Infrastructure as code',
  baseline: 'This machine',
  dast: 'Web application',
  network: 'Network',
};

/** The six families; one whose scanners are all missing cannot be ticked. */
export function FamilyChoices({
  families,
  chosen,
  onChange,
}: {
  readonly families: readonly Family[];
  readonly chosen: readonly ScanType[];
  readonly onChange: (types: readonly ScanType[]) => void;
}) {
  return (
    <fieldset className="m-0 border-0 p-0">
      <legend className="pb-1.5 text-sm font-medium">Scanners</legend>
      <div className="divide-y divide-border rounded-lg border border-border bg-surface">
        {families.map(({ type, ready, missing }) => {
          const isChosen = chosen.includes(type);
          const canRun = ready.length > 0;
          return (
            <label key={type} className={cx('flex items-start gap-3 px-4 py-2.5 text-sm', canRun && 'cursor-pointer')}>
              <input
                type="checkbox"
                className="mt-0.5 size-4 accent-accent"
                checked={isChosen && canRun}
                disabled={!canRun}
                onChange={({ target }) =>
                  onChange(SCAN_TYPES.filter((other) => (other === type ? target.checked : chosen.includes(other))))
                }
              />
              <span className="min-w-0 grow">
                <span className={cx('block font-medium', !canRun && 'text-muted')}>{FAMILY_LABELS[type]}</span>
                <span className="block text-xs text-muted">
                  {canRun ? `Ready: ${ready.map(({ name }) => name).join(', ')}` : 'None of its scanners is installed'}
                  {missing.length === 0 ? '' : ` · Missing: ${missing.map(({ name }) => name).join(', ')}`}
                </span>
              </span>
            </label>
          );
        })}
      </div>
    </fieldset>
  );
}
